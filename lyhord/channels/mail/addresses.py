"""Address lists (RFC 5322 §3.4, RFC 6854) the way mail programs really write them."""

import re
from dataclasses import dataclass, field
from typing import Final

import idna

from lyhord.channels.mail.header_fields import decoded
from lyhord.channels.mail.parsed import Address

TOKEN: Final = re.compile(rb'"(?:[^"\\]|\\.)*"?|\\.|[(),;:<>]|[^"\\(),;:<>]+|.', re.DOTALL)
BARE: Final = re.compile(
    r"""("(?:[^"\\]|\\.){1,256}"|[^\s"<>(),;:\[\]@]{1,256})@(\[[^\]\s]{1,256}\]|[^\s"<>(),;:\[\]@]{1,256})"""
)
MAX_ADDRESSES: Final = 2_000
MAX_VALUE: Final = 100_000
LONGEST_NAME: Final = 200


def addresses(value: bytes) -> tuple[Address, ...]:
    """The mailboxes of the value in order, each address once; groups are opened, what is no address is left out."""
    found: dict[str, Address] = {}
    carried = b""
    for phrase, route in _mailboxes(value[:MAX_VALUE]):
        address = _address(carried + phrase, route)
        if address is None:
            carried = carried + phrase + b", " if phrase.strip() and len(carried) < LONGEST_NAME else b""
            continue
        carried = b""
        found.setdefault(address.email, address)
        if len(found) >= MAX_ADDRESSES:
            break
    return tuple(found.values()) or _written_inside_words(value)


def normalised_email(text: str) -> str:
    """`local@domain` with unnecessary quotes gone and the domain as lower-case A-labels; empty when it is none."""
    found = BARE.fullmatch(text.strip())
    if found is None:
        return ""
    local, domain = found[1], found[2].rstrip(".").lower()
    if local.startswith('"') and re.fullmatch(r'"[\w.!#$%&\'*+/=?^`{|}~-]+"', local) and ".." not in local:
        local = local[1:-1]
    if not domain.isascii():
        domain = _a_labels(domain)
    return f"{local}@{domain}" if domain else ""


def _a_labels(domain: str) -> str:
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return domain


@dataclass(slots=True)
class _Mailbox:
    phrase: bytearray = field(default_factory=bytearray)
    route: bytearray = field(default_factory=bytearray)
    comment: bytearray = field(default_factory=bytearray)
    inside_route: bool = False
    depth: int = 0

    def ends_at(self, token: bytes) -> bool:
        return token in {b",", b";"} and not self.depth and (not self.inside_route or self.route.find(b"@") > 0)

    def take(self, token: bytes) -> None:
        if token == b"(" and not self.inside_route:
            self.depth += 1
        elif self.depth:
            self.depth -= token == b")"
            self.comment += token if self.depth else b""
        elif token == b"<":
            self.route.clear()
            self.inside_route = True
        elif token == b">":
            self.inside_route = False
        elif token == b":" and self._names_a_group():
            self.phrase.clear()
        else:
            (self.route if self.inside_route else self.phrase).extend(token)

    def _names_a_group(self) -> bool:
        return not self.inside_route and b"@" not in self.phrase and not self.phrase.lstrip().startswith(b"=?")

    def read(self) -> tuple[bytes, bytes]:
        if not self.route and self.comment.strip() and b"@" in self.phrase:
            return bytes(self.comment), bytes(self.phrase).strip()
        return bytes(self.phrase if self.phrase.strip() else self.comment), bytes(self.route)


def _mailboxes(value: bytes) -> list[tuple[bytes, bytes]]:
    mailboxes: list[tuple[bytes, bytes]] = []
    current = _Mailbox()
    for token in (found[0] for found in TOKEN.finditer(value)):
        if current.ends_at(token):
            mailboxes.append(current.read())
            current = _Mailbox()
        else:
            current.take(token)
    return [*mailboxes, current.read()]


def _address(phrase: bytes, route: bytes) -> Address | None:
    if route.strip():
        target = decoded(route).rpartition(":")[2] if route.lstrip().startswith(b"@") else decoded(route)
        email = normalised_email(target.removeprefix("mailto:")) or _first_inside(target)
        return Address(_name(phrase, email), email) if email else None
    text = decoded(phrase)
    email = normalised_email(text)
    if email:
        return Address("", email)
    found = BARE.search(text)
    email = normalised_email(found[0]) if found else ""
    return Address(_tidy(text[: found.start()]) or _tidy(text[found.end() :]), email) if found and email else None


def _first_inside(text: str) -> str:
    found = BARE.search(text)
    return normalised_email(found[0]) if found else ""


def _written_inside_words(value: bytes) -> tuple[Address, ...]:
    if b"=?" not in value and value.isascii():
        return ()
    text = decoded(value)
    found = BARE.search(text)
    email = normalised_email(found[0]) if found else ""
    if not found or not email:
        return ()
    return (Address(_tidy(text[: found.start()]), email),)


def _name(phrase: bytes, email: str) -> str:
    name = _tidy(re.sub(r"\\(.)", r"\1", decoded(phrase)))
    return "" if name.lower() == email.lower() else name


def _tidy(name: str) -> str:
    return " ".join(name.replace('"', " ").split()).strip("'<>, ")

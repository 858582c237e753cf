"""What a colleague forwards: the words of somebody else, apart from the colleague's own."""

import re
from dataclasses import dataclass, replace
from typing import Final

from lyhord.channels.mail.addresses import addresses
from lyhord.channels.mail.parsed import Address, ParsedMail
from lyhord.channels.mail.parsing import parse
from lyhord.channels.mail.quote_markers import LABEL, LABELS, is_separator, plain
from lyhord.channels.mail.reply_text import reply_of

FORWARD_SUBJECT: Final = re.compile(
    r"^\s*(?:fwd?|vb|vs|vl|vidarebefordrat|videresendt|lähetetty edelleen|wg|tr|rv|pd|i)\s*:\s*", re.IGNORECASE
)
FORWARD_WORDS: Final = (
    *("forwarded", "vidarebefordra", "videresend", "videresent", "edelleen", "välitet", "weitergeleitet", "transféré"),
    *("reenviado", "przekazan"),
)
MOST_LINES: Final = 400
LONGEST_PREFACE: Final = 30_000
LONGEST_BLOCK: Final = 24
LEAST_LABELS: Final = 2


@dataclass(frozen=True, slots=True)
class Forwarded:
    """`mail` is the original as far as it came along, `note` what the colleague wrote above it."""

    mail: ParsedMail
    author: Address
    note: str


@dataclass(frozen=True, slots=True)
class _Block:
    first: int
    end: int
    values: dict[str, str]
    is_quoted: bool


def read_forwarded(mail: ParsedMail) -> Forwarded | None:
    """The message inside a forwarding one, None when it is none or does not say who wrote it.

    Understands attached messages (RFC 822 parts) and the header lines that Outlook, Gmail and Apple Mail put before
    the words, in the languages of `quote_markers.LABELS`.
    """
    attached = next((each for each in mail.attachments if each.content_type == "message/rfc822"), None)
    if attached is not None:
        inner = parse(attached.content)
        return Forwarded(inner, inner.sender, reply_of(mail.text).reply) if inner.sender else None
    if not FORWARD_SUBJECT.match(mail.subject) and not _names_forwarding(mail.text[:LONGEST_PREFACE]):
        return None
    lines = mail.text.splitlines()
    block = _block_in(lines)
    if block is None or not _says_forwarded(mail, lines[: block.first]):
        return None
    author = _author(block, mail)
    return _inline(mail, lines, block, author) if author else None


def _inline(mail: ParsedMail, lines: list[str], block: _Block, author: Address) -> Forwarded:
    above = [line for line in lines[: block.first] if not _is_mark(line)]
    words = lines[block.end :]
    if block.is_quoted:
        words = [re.sub(r"^\s?> ?", "", line) for line in words]
    subject = block.values.get("subject") or FORWARD_SUBJECT.sub("", mail.subject)
    # the page holds the colleague's words too; it stays in the ledger
    original = replace(mail, subject=subject, text="\n".join(words).strip(), html="", sender=author, reply_to=())
    return Forwarded(original, author, reply_of("\n".join(above)).reply.strip())


def _says_forwarded(mail: ParsedMail, above: list[str]) -> bool:
    if FORWARD_SUBJECT.match(mail.subject):
        return True
    return any(_is_mark(line) and _names_forwarding(line) for line in above[-4:])


def _names_forwarding(text: str) -> bool:
    lowered = text.lower()
    return any(word in lowered for word in FORWARD_WORDS)


def _is_mark(line: str) -> bool:
    return is_separator(plain(line).lstrip("> ").strip())


def _block_in(lines: list[str]) -> _Block | None:
    for at, line in enumerate(lines[:MOST_LINES]):
        if _label(line)[0] == "from":
            block = _read_block(lines, at)
            if block is not None:
                return block
    return None


def _read_block(lines: list[str], first: int) -> _Block | None:
    values: dict[str, str] = {}
    latest, end = "", first
    for at in range(first, min(len(lines), first + LONGEST_BLOCK)):
        kind, value = _label(lines[at])
        if kind and kind not in values:
            values[kind], latest, end = value, kind, at + 1
        elif not _goes_on(lines, at, values):
            break
        elif latest and lines[at].strip("> "):
            values[latest] = f"{values[latest]} {lines[at].strip('> ')}".strip()
    if len(values) < LEAST_LABELS:
        return None
    return _Block(first, end, values, is_quoted=lines[first].lstrip().startswith(">"))


def _goes_on(lines: list[str], at: int, known: dict[str, str]) -> bool:
    """Whether a further header follows close by: values are folded, and some programs leave blank lines between."""
    ahead = [_label(line)[0] for line in lines[at + 1 : at + 4]]
    return any(kind and kind not in known for kind in ahead)


def _label(line: str) -> tuple[str, str]:
    found = LABEL.match(plain(line))
    if found is None:
        return "", ""
    kind = next(kind for kind in LABELS if found[kind])
    return kind, (found["value"] or "").strip(" *_")


def _author(block: _Block, mail: ParsedMail) -> Address | None:
    said = block.values["from"].replace("[mailto:", "<").replace("]", ">").replace("*", "").replace("<mailto:", "<")
    found = next((each for each in addresses(said.encode()) if "@" in each.email), None)
    if found is not None:
        return found
    # Outlook shows the name alone and keeps the address in the link
    link = (
        re.search(re.escape(said) + r".{0,300}?mailto:([^\"'>?\s]+@[^\"'>?\s]+)", mail.html, re.DOTALL)
        if said
        else None
    )
    return Address(said, link[1].lower()) if link else None

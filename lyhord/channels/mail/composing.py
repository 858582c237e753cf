"""Outgoing mail as bytes: RFC 5322 and MIME in seven bits, the same bytes for the same mail."""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.quoprimime import body_encode
from email.utils import format_datetime
from typing import Final
from urllib.parse import quote

import idna

from lyhord.channels.mail.sanitising import html_to_text

CRLF: Final = "\r\n"
WIDTH: Final = 76
LONGEST_LINE: Final = 998
LONGEST_WORD: Final = 900
ESCAPES: Final = re.compile(r"(?:%[0-9A-F]{2}|[^%]){1,18}")
MOST_REFERENCES: Final = 100
WORD_BYTES: Final = 42
BREAKS: Final = re.compile(r"[\r\n\x00\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
ATOMS: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
HEADER_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
MEDIA_TYPE: Final = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+", re.IGNORECASE)
MESSAGE_ID: Final = re.compile(r"<[!-;=?-~]+>")
ADDRESS: Final = re.compile(r'("(?:[^"\\\r\n]|\\[^\r\n])*"|[^\s"<>(),;:\[\]@]+)@([^\s"<>(),;:@]+)')
RESERVED: Final = frozenset(
    {
        *("from", "to", "cc", "bcc", "subject", "date", "message-id", "in-reply-to", "references", "reply-to"),
        *("mime-version", "content-type", "content-transfer-encoding", "content-disposition", "content-id", "sender"),
        *("auto-submitted", "x-auto-response-suppress"),
    }
)

Mailbox = tuple[str, str]


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file to send; `content_id` (without angle brackets) when the HTML shows it as `cid:…`."""

    filename: str
    content_type: str
    content: bytes
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """A message to send: mailboxes are (name, email), `bcc` is for the envelope alone and never written.

    `text` may be left empty when there is HTML: it is then made from it. `is_automatic` marks what no person
    wrote (RFC 3834 §5): `auto-replied` when it answers a message, else `auto-generated`.
    """

    sender: Mailbox
    to: tuple[Mailbox, ...]
    subject: str
    message_id: str
    date: datetime
    text: str = ""
    html: str = ""
    cc: tuple[Mailbox, ...] = ()
    bcc: tuple[Mailbox, ...] = ()
    reply_to: tuple[Mailbox, ...] = ()
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    attachments: tuple[OutgoingFile, ...] = ()
    inline_images: tuple[OutgoingFile, ...] = ()
    is_automatic: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)

    def recipients(self) -> tuple[str, ...]:
        """The addresses for the envelope (RCPT TO), Bcc included, each once."""
        return tuple(dict.fromkeys(email_in_ascii(email) for _, email in (*self.to, *self.cc, *self.bcc)))


@dataclass(frozen=True, slots=True)
class _Part:
    fields: tuple[str, ...]
    body: str


def compose(outgoing: OutgoingMail) -> bytes:
    """The message as bytes with CRLF, ready for SMTP.

    Line breaks in names, subject or headers become blanks. ValueError when an address, Message-ID or header
    name cannot be written.
    """
    part = _body(outgoing)
    fields = [*_envelope_fields(outgoing), "MIME-Version: 1.0", *part.fields]
    return (CRLF.join(fields) + CRLF + CRLF + part.body).encode("ascii")


def email_in_ascii(email: str) -> str:
    """The address with its domain in A-labels; ValueError says what is wrong with it."""
    found = ADDRESS.fullmatch(email.strip())
    if found is None:
        raise ValueError(f"“{BREAKS.sub(' ', email)}” is no e-mail address: correct it to name@domain.")
    local, domain = found[1], found[2]
    try:
        domain = domain if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise ValueError(f"The domain of “{email}” cannot be written: {error}.") from error
    if not local.isascii():
        raise ValueError(f"“{email}” has letters before the @ that mail servers without SMTPUTF8 refuse.")
    return f"{local}@{domain}"


def _envelope_fields(mail: OutgoingMail) -> list[str]:
    fields = [
        f"Date: {format_datetime(mail.date.astimezone(UTC))}",
        _addresses_field("From", (mail.sender,)),
        _addresses_field("Reply-To", mail.reply_to),
        _addresses_field("To", mail.to) if mail.to else "To: undisclosed-recipients:;",
        _addresses_field("Cc", mail.cc),
        _text_field("Subject", mail.subject),
        f"Message-ID: {_message_id(mail.message_id)}",
        _ids_field("In-Reply-To", (mail.in_reply_to,) if mail.in_reply_to else ()),
        _ids_field("References", _thread(mail)),
    ]
    if mail.is_automatic:
        kind = "auto-replied" if mail.in_reply_to else "auto-generated"
        fields += [f"Auto-Submitted: {kind}", "X-Auto-Response-Suppress: All"]
    return [written for written in (*fields, *_extra_fields(mail.headers)) if written]


def _extra_fields(headers: Mapping[str, str]) -> list[str]:
    for name in headers:
        if not HEADER_NAME.fullmatch(name) or name.lower() in RESERVED:
            raise ValueError(f"“{BREAKS.sub(' ', name)}” cannot be set as an extra header.")
    return [_text_field(name, value) for name, value in headers.items()]


def _text_field(name: str, value: str) -> str:
    value = " ".join(BREAKS.sub(" ", value).split(" ")).strip()
    if _is_plain(value) and max(map(len, value.split(" "))) < LONGEST_WORD:
        return _folded(name, value.split(" "))
    return _folded(name, _encoded_words(value))


def _is_plain(value: str) -> bool:
    return value.isascii() and value.isprintable() and "=?" not in value and "  " not in value


def _addresses_field(name: str, mailboxes: tuple[Mailbox, ...]) -> str:
    if not mailboxes:
        return ""
    pieces: list[str] = []
    for shown, email in mailboxes:
        words = [*_phrase(shown), f"<{email_in_ascii(email)}>"] if shown.strip() else [email_in_ascii(email)]
        pieces += [*words[:-1], f"{words[-1]},"]
    return _folded(name, [*pieces[:-1], pieces[-1].removesuffix(",")])


def _phrase(shown: str) -> list[str]:
    shown = " ".join(BREAKS.sub(" ", shown).split())
    if not _is_plain(shown) or max(map(len, shown.split(" "))) > WIDTH - 4:
        return _encoded_words(shown)
    if ATOMS.fullmatch(shown):
        return shown.split(" ")
    escaped = shown.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'.split(" ")


def _ids_field(name: str, ids: tuple[str, ...]) -> str:
    written = [one for one in ids if MESSAGE_ID.fullmatch(one) and len(one) < LONGEST_LINE - 20]
    return _folded(name, written) if written else ""


def _thread(mail: OutgoingMail) -> tuple[str, ...]:
    ids = tuple(dict.fromkeys((*mail.references, *((mail.in_reply_to,) if mail.in_reply_to else ()))))
    return ids if len(ids) <= MOST_REFERENCES else (ids[0], *ids[1 - MOST_REFERENCES :])


def _message_id(written: str) -> str:
    if not MESSAGE_ID.fullmatch(written) or len(written) > LONGEST_LINE - 20:
        raise ValueError(f"“{BREAKS.sub(' ', written)}” is no Message-ID: it must look like <unique@domain>.")
    return written


def _encoded_words(text: str) -> list[str]:
    words, piece = [], b""
    for letter in text:
        encoded = letter.encode("utf-8", "replace")
        if len(piece) + len(encoded) > WORD_BYTES:
            words.append(piece)
            piece = b""
        piece += encoded
    return [f"=?utf-8?b?{base64.b64encode(word).decode('ascii')}?=" for word in [*words, piece] if word]


def _folded(name: str, words: list[str]) -> str:
    lines, line = [], f"{name}:"
    for word in words:
        if len(line) + 1 + len(word) > WIDTH and line.strip() and line != f"{name}:":
            lines.append(line)
            line = ""
        line = f"{line} {word}"
    return CRLF.join([*lines, line])


def _body(mail: OutgoingMail) -> _Part:
    text = mail.text or html_to_text(mail.html, with_links=True)
    content = _text_part("plain", text)
    if mail.html:
        shown = _text_part("html", mail.html)
        if mail.inline_images:
            images = [_file_part(image, "inline") for image in mail.inline_images]
            shown = _multipart("related", [shown, *images], mail, extra='; type="text/html"')
        content = _multipart("alternative", [content, shown], mail)
    loose = mail.attachments if mail.html else (*mail.attachments, *mail.inline_images)
    if not loose:
        return content
    return _multipart("mixed", [content, *(_file_part(attached, "attachment") for attached in loose)], mail)


def _multipart(subtype: str, parts: list[_Part], mail: OutgoingMail, extra: str = "") -> _Part:
    boundary = f"=_{subtype}_{hashlib.sha256(mail.message_id.encode()).hexdigest()[:24]}"
    body = "".join(f"--{boundary}{CRLF}{CRLF.join(part.fields)}{CRLF}{CRLF}{part.body}{CRLF}" for part in parts)
    header = f'Content-Type: multipart/{subtype}{extra};{CRLF} boundary="{boundary}"'
    return _Part((header,), f"{body}--{boundary}--{CRLF}")


def _text_part(subtype: str, text: str) -> _Part:
    normal = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    raw = normal.encode("utf-8", "replace")
    encoded = body_encode(raw.decode("latin-1"), maxlinelen=WIDTH, eol="\n").replace("\n", CRLF)
    fields = (f"Content-Type: text/{subtype}; charset=utf-8", "Content-Transfer-Encoding: quoted-printable")
    return _Part(fields, encoded)


def _file_part(attached: OutgoingFile, disposition: str) -> _Part:
    kind = attached.content_type.strip().lower()
    kind = kind if MEDIA_TYPE.fullmatch(kind) and not kind.startswith(("multipart/", "message/")) else ""
    fields = [
        f"Content-Type: {kind or 'application/octet-stream'}",
        "Content-Transfer-Encoding: base64",
        f"Content-Disposition: {disposition}{_filename_parameters(attached.filename)}",
    ]
    if attached.content_id:
        fields.append(f"Content-ID: {_message_id(f'<{attached.content_id}>')}")
    encoded = base64.b64encode(attached.content).decode("ascii")
    return _Part(tuple(fields), CRLF.join(encoded[at : at + WIDTH] for at in range(0, len(encoded), WIDTH)))


def _filename_parameters(filename: str) -> str:
    name = BREAKS.sub(" ", filename).strip()
    if name.isascii() and name.isprintable() and len(name) < WIDTH - 20 and "=?" not in name:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f';{CRLF} filename="{escaped}"'
    value = f"utf-8''{quote(name, safe='', errors='replace')}"
    pieces = ESCAPES.findall(value)
    if len(pieces) == 1:
        return f";{CRLF} filename*={value}"
    return "".join(f";{CRLF} filename*{number}*={piece}" for number, piece in enumerate(pieces))

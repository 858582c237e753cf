"""Which parts of a message are its words, and which are attached."""

import re
from dataclasses import dataclass, field
from typing import Final

from lyhord.channels.mail.charsets import decode_text, storable
from lyhord.channels.mail.flowed import unflowed
from lyhord.channels.mail.header_fields import decoded
from lyhord.channels.mail.mime import Part, read_part
from lyhord.channels.mail.parsed import ParsedAttachment
from lyhord.channels.mail.sanitising import html_to_text, text_to_html
from lyhord.channels.mail.tnef import TnefContent, is_tnef, read_tnef
from lyhord.channels.mail.uuencoded import without_files

EXTENSIONS: Final = {
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "message/delivery-status": ".txt",
    "text/rfc822-headers": ".txt",
    "application/pkcs7-signature": ".p7s",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "application/pdf": ".pdf",
    "text/html": ".html",
    "text/plain": ".txt",
}
META_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
UNSAFE_IN_NAME: Final = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]+")
CID_REFERENCE: Final = re.compile(r"""cid:([^"'\s>)]+)""", re.IGNORECASE)
LONGEST_NAME: Final = 200
OWN_TREES: Final = ("text/", "multipart/")


@dataclass(slots=True)
class Unit:
    """One stretch of the body: its wordings, of which a reader sees one."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Body:
    """What `read_body` gathers."""

    units: dict[int, Unit] = field(default_factory=dict)
    attachments: list[ParsedAttachment] = field(default_factory=list)
    calendar_source: str = ""

    def text(self) -> str:
        """The words as plain text, taken from HTML where there is nothing else."""
        return "\n".join(text for unit in self.units.values() if (text := _plain_of(unit).strip("\n")))

    def html(self) -> str:
        """The words as raw HTML, empty when the message has none."""
        if not any(unit.html for unit in self.units.values()):
            return ""
        return "\n".join("\n".join(unit.html) or text_to_html("\n".join(unit.plain)) for unit in self.units.values())


def read_body(parts: list[Part], defects: set[str]) -> Body:
    """Sort the leaves of a message into words and attachments."""
    body = Body()
    named = None if any(_is_words(part, only=len(parts) == 1) for part in parts) else _named_words(parts)
    for number, part in enumerate(parts):
        key = part.alternative or -1 - number
        if part is named or _is_words(part, only=len(parts) == 1):
            body.attachments += _add_words(body.units.setdefault(key, Unit()), part, defects)
        elif not _opens_as_tnef(part, body, key, defects):
            _attach(part, body, defects)
    html = "".join(source for unit in body.units.values() for source in unit.html)
    shown = {reference.lower() for reference in CID_REFERENCE.findall(html)} if "cid:" in html.lower() else set()
    if shown:
        body.attachments = [_inline_if_shown(attachment, shown) for attachment in body.attachments]
    return body


def _is_words(part: Part, *, only: bool) -> bool:
    if part.content_type.startswith("multipart/"):
        return True
    if part.content_type not in {"text/plain", "text/html", "text/enriched", "text/x-amp-html"}:
        return part.content_type.startswith("text/") and only and not part.content_type.startswith("text/calendar")
    if part.is_report_part and part.content_type == "text/rfc822-headers":
        return False
    return part.disposition != "attachment" and (only or not _declared_name(part))


def _named_words(parts: list[Part]) -> Part | None:
    """The first text that only its file name made look like an attachment, where there are no other words."""
    readable = (part for part in parts if part.content_type in {"text/plain", "text/html"})
    return next((part for part in readable if part.disposition != "attachment"), None)


def _add_words(unit: Unit, part: Part, defects: set[str]) -> list[ParsedAttachment]:
    if part.content_type == "text/x-amp-html":
        return []
    text = _text_of(part, defects)
    if part.content_type == "text/html":
        unit.html.append(text)
        return []
    text, files = without_files(text)
    if part.parameters.get("format", "").lower() == "flowed":
        text = unflowed(text, delsp=part.parameters.get("delsp", "").lower() == "yes")
    unit.plain.append(text)
    return files


def _text_of(part: Part, defects: set[str]) -> str:
    raw = part.content(defects)
    charset = part.parameters.get("charset", "")
    if not charset and part.content_type == "text/html" and (meta := META_CHARSET.search(raw[:4096])):
        charset = meta[1].decode("ascii")
    text, defect = decode_text(raw, charset)
    if defect:
        defects.add(defect)
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")


def _plain_of(unit: Unit) -> str:
    plain = "\n".join(unit.plain)
    if plain.strip() or not unit.html:
        return plain
    return "\n".join(html_to_text(html) for html in unit.html)


def _opens_as_tnef(part: Part, body: Body, key: int, defects: set[str]) -> bool:
    is_labelled = part.content_type in {"application/ms-tnef", "application/vnd.ms-tnef"}
    if not is_labelled and _declared_name(part).lower() != "winmail.dat":
        return False
    raw = part.content(defects)
    content = read_tnef(raw) if is_tnef(raw) else None
    if content is None:
        defects.add("tnef-unreadable")
        return False
    defects.add("tnef")
    _take_tnef(content, body, key)
    return True


def _take_tnef(content: TnefContent, body: Body, key: int) -> None:
    has_words = any(_plain_of(unit).strip() for unit in body.units.values())
    if not has_words and (content.html or content.text):
        unit = body.units.setdefault(key, Unit())
        unit.html.extend([content.html] if content.html else [])
        unit.plain.extend([content.text] if content.text else [])
    body.attachments.extend(content.attachments)


def _attach(part: Part, body: Body, defects: set[str]) -> None:
    content = part.content(defects)
    if part.content_type == "text/calendar" and not body.calendar_source:
        body.calendar_source = decode_text(content, part.parameters.get("charset", "utf-8"))[0]
    body.attachments.append(
        ParsedAttachment(
            filename=_filename(part, content, len(body.attachments) + 1),
            content_type=storable(part.content_type),
            content=content,
            content_id=decoded(part.first("content-id")).strip("<> "),
        )
    )


def _declared_name(part: Part) -> str:
    return part.disposition_parameters.get("filename") or part.parameters.get("name") or ""


def _filename(part: Part, content: bytes, number: int) -> str:
    name = UNSAFE_IN_NAME.sub("", _declared_name(part).replace("\\", "/").rpartition("/")[2]).strip(" .")
    if not name and part.content_type == "message/rfc822":
        inner = read_part(content, 0, len(content), depth=0, fallback="text/plain", defects=set())
        name = UNSAFE_IN_NAME.sub("", decoded(inner.first("subject")).replace("/", "-"))[:80].strip(" .")
        name = f"{name}.eml" if name else ""
    name = name or f"attachment-{number}{EXTENSIONS.get(part.content_type, '.bin')}"
    stem, dot, extension = name.rpartition(".")
    return f"{stem[: LONGEST_NAME - 20]}{dot}{extension[-19:]}" if len(name) > LONGEST_NAME else name


def _inline_if_shown(attachment: ParsedAttachment, shown: set[str]) -> ParsedAttachment:
    if not attachment.content_id or attachment.content_id.lower() not in shown:
        return attachment
    return ParsedAttachment(
        attachment.filename, attachment.content_type, attachment.content, attachment.content_id, is_inline=True
    )

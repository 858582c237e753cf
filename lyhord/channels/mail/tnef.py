"""Outlook's winmail.dat (MS-OXTNEF): the attachments and the body inside it."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from mimetypes import guess_type
from typing import Final

from lyhord.channels.mail.charsets import decode_text, storable
from lyhord.channels.mail.parsed import ParsedAttachment

SIGNATURE: Final = b"\x78\x9f\x3e\x22"
ATTACHMENT: Final = 2
BODY_TEXT, ATTACHED_BYTES, ATTACHED_NAME = 0x800C, 0x800F, 0x8010
ATTACHMENT_BEGINS, ATTACHMENT_PROPERTIES, MESSAGE_PROPERTIES, CODE_PAGE = 0x9002, 0x9005, 0x9003, 0x9007
PR_BODY, PR_BODY_HTML, PR_ATTACH_BYTES = 0x1000, 0x1013, 0x3701
PR_LONG_NAME, PR_MIME_TYPE, PR_CONTENT_ID = 0x3707, 0x370E, 0x3712
FIXED_SIZES: Final = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
STRING, UNICODE, BINARY, OBJECT = 0x1E, 0x1F, 0x102, 0x0D
MULTIPLE: Final = 0x1000
FIRST_NAMED: Final = 0x8000
MAX_VALUES: Final = 10_000

Properties = dict[int, tuple[int, bytes]]


@dataclass(slots=True)
class TnefContent:
    text: str = ""
    html: str = ""
    attachments: list[ParsedAttachment] = field(default_factory=list)


@dataclass(slots=True)
class _Attached:
    name: str = ""
    content: bytes = b""
    properties: Properties = field(default_factory=dict)


def is_tnef(raw: bytes) -> bool:
    """Whether the bytes begin as TNEF does."""
    return raw.startswith(SIGNATURE)


def read_tnef(raw: bytes) -> TnefContent | None:
    """What the bytes hold, None when they cannot be read at all; a damaged end loses only what comes after it."""
    content, attached, code_page = TnefContent(), list[_Attached](), "cp1252"
    for level, attribute, value in _attributes(raw):
        if attribute == CODE_PAGE and len(value) >= 4:  # noqa: PLR2004
            code_page = f"cp{struct.unpack_from('<I', value)[0]}"
        elif attribute == ATTACHMENT_BEGINS:
            attached.append(_Attached())
        elif level == ATTACHMENT and attached:
            _read_attachment_attribute(attached[-1], attribute, value, code_page)
        elif attribute == BODY_TEXT:
            content.text = content.text or _string(value, code_page)
        elif attribute == MESSAGE_PROPERTIES:
            _read_message(content, _properties(value), code_page)
    content.attachments = [_attachment(one, code_page, number) for number, one in enumerate(attached, start=1)]
    return content if content.attachments or content.text or content.html else None


def _attributes(raw: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 6
    while at + 9 <= len(raw):
        level, attribute, _kind, size = struct.unpack_from("<BHHI", raw, at)
        value = raw[at + 9 : at + 9 + size]
        if len(value) < size or level not in {1, ATTACHMENT}:
            return
        yield level, attribute, value
        at += 9 + size + 2


def _read_attachment_attribute(attached: _Attached, attribute: int, value: bytes, code_page: str) -> None:
    if attribute == ATTACHED_NAME:
        attached.name = _string(value, code_page)
    elif attribute == ATTACHED_BYTES:
        attached.content = value
    elif attribute == ATTACHMENT_PROPERTIES:
        attached.properties = _properties(value)


def _read_message(content: TnefContent, properties: Properties, code_page: str) -> None:
    content.text = _text(properties, PR_BODY, code_page) or content.text
    content.html = _text(properties, PR_BODY_HTML, code_page) or content.html


def _attachment(attached: _Attached, code_page: str, number: int) -> ParsedAttachment:
    known = attached.properties
    name = _text(known, PR_LONG_NAME, code_page) or attached.name or f"attachment-{number}.bin"
    return ParsedAttachment(
        filename=name.replace("\\", "/").rpartition("/")[2].strip() or f"attachment-{number}.bin",
        content_type=_text(known, PR_MIME_TYPE, code_page).lower() or guess_type(name)[0] or "application/octet-stream",
        content=attached.content or known.get(PR_ATTACH_BYTES, (0, b""))[1],
        content_id=_text(known, PR_CONTENT_ID, code_page).strip("<>"),
    )


def _text(properties: Properties, tag: int, code_page: str) -> str:
    kind, value = properties.get(tag, (0, b""))
    if kind == UNICODE:
        return storable(value.decode("utf-16-le", "replace")).rstrip("\x00")
    return _string(value, code_page)


def _string(value: bytes, code_page: str) -> str:
    return decode_text(value.rstrip(b"\x00"), code_page)[0].replace("\r\n", "\n")


def _properties(raw: bytes) -> Properties:
    found: Properties = {}
    try:
        (count,) = struct.unpack_from("<I", raw)
        at = 4
        for _ in range(min(count, MAX_VALUES)):
            kind, tag = struct.unpack_from("<HH", raw, at)
            at = _after_name(raw, at + 4) if tag >= FIRST_NAMED else at + 4
            value, at = _values(raw, at, kind)
            found.setdefault(tag, (kind & ~MULTIPLE, value))
    except (struct.error, KeyError, IndexError):
        return found
    return found


def _after_name(raw: bytes, at: int) -> int:
    (kind,) = struct.unpack_from("<I", raw, at + 16)
    if kind == 0:
        return at + 24
    (size,) = struct.unpack_from("<I", raw, at + 20)
    return at + 24 + _padded(size)


def _values(raw: bytes, at: int, kind: int) -> tuple[bytes, int]:
    base = kind & ~MULTIPLE
    varies = base in {STRING, UNICODE, BINARY, OBJECT}
    count = 1
    if varies or kind & MULTIPLE:
        (count,) = struct.unpack_from("<I", raw, at)
        at += 4
    first = b""
    for number in range(min(count, MAX_VALUES)):
        size = FIXED_SIZES.get(base, 0) if not varies else struct.unpack_from("<I", raw, at)[0]
        at += 4 * varies
        value = raw[at : at + size]
        first = first if number else value
        at += _padded(size) if varies else FIXED_SIZES[base]
    return first[16:] if base == OBJECT else first, at


def _padded(size: int) -> int:
    return size + (-size) % 4

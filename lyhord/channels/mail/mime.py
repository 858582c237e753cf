"""The MIME tree of a message as slices of its bytes: no copies, no recursion, linear in size for a given depth."""

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lyhord.channels.mail.header_fields import Parameters, parameters_of
from lyhord.channels.mail.smime import signed_content

OPAQUE: Final = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
MAX_DEPTH: Final = 128
MAX_PARTS: Final = 5_000
MAX_HEADERS: Final = 2_000
BLANK_LINE: Final = re.compile(rb"\r\n[ \t]*\r\n|\n[ \t]*\n|\n[ \t]*\r\n|\r\r")
LINE_BREAK: Final = re.compile(rb"\r\n|\n|\r")
FIELD: Final = re.compile(rb"([!-9;-~]+)[ \t]*:(.*)", re.DOTALL)
STRAY_BOUNDARY: Final = re.compile(rb"(?<![^\r\n])--([^\s-][^\r\n]{0,69})[ \t]*(?=\r|\n)")
NOT_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/]+")
KNOWN_FIELD: Final = re.compile(rb"(?im)^(?:from|to|subject|date|content-type|mime-version|message-id|received)[ \t]*:")


@dataclass(slots=True)
class Part:
    """One node: `start` and `end` bound its body in `raw`; `alternative` numbers the alternative it is a choice of."""

    raw: bytes
    fields: list[tuple[str, bytes]]
    start: int
    end: int
    depth: int = 0
    alternative: int = 0
    content_type: str = "text/plain"
    parameters: Parameters = field(default_factory=dict)
    disposition: str = ""
    disposition_parameters: Parameters = field(default_factory=dict)
    is_report_part: bool = False

    def first(self, name: str) -> bytes:
        return next((value for key, value in self.fields if key == name), b"")

    def content(self, defects: set[str]) -> bytes:
        """The body with its transfer encoding undone, as far as it can be."""
        body = self.raw[self.start : self.end]
        encoding = self.first("content-transfer-encoding").strip().lower().partition(b";")[0].strip()
        if encoding == b"base64":
            return _from_base64(body, defects)
        if encoding == b"quoted-printable":
            return quopri.decodestring(body)
        if encoding in {b"x-uuencode", b"uuencode", b"x-uue", b"uue"}:
            return _from_uuencode(body, defects)
        return body


def leaves(root: Part, defects: set[str]) -> Iterator[Part]:
    """The parts without children, in the order they are written."""
    waiting, seen, alternatives = [root], 0, 0
    while waiting:
        part = waiting.pop()
        seen += 1
        if seen > MAX_PARTS:
            defects.add("parts-too-many")
            return
        children = _children(part.raw, part, defects) if part.content_type.startswith("multipart/") else []
        children = children or _signed_inside(part, defects)
        if not children:
            yield part
            continue
        alternatives += part.content_type == "multipart/alternative"
        for child in children:
            child.alternative = alternatives if part.content_type == "multipart/alternative" else part.alternative
            child.is_report_part = part.content_type == "multipart/report"
        waiting.extend(reversed(children))


def read_part(raw: bytes, start: int, end: int, *, depth: int, fallback: str, defects: set[str]) -> Part:
    """The part whose header begins at `start`."""
    fields, body = _header(raw, start, end, defects)
    part = Part(raw, fields, body, end, depth=depth)
    part.content_type, part.parameters = parameters_of(part.first("content-type"))
    if part.content_type.count("/") != 1 or part.content_type.startswith("/") or part.content_type.endswith("/"):
        part.content_type = {"text": "text/plain", "html": "text/html"}.get(part.content_type, fallback)
    part.disposition, part.disposition_parameters = parameters_of(part.first("content-disposition"))
    return part


def _signed_inside(part: Part, defects: set[str]) -> list[Part]:
    if part.content_type not in OPAQUE or part.depth >= MAX_DEPTH:
        return []
    content = signed_content(part.content(defects))
    if not content:
        return []
    defects.add("smime-opaque")
    return [read_part(content, 0, len(content), depth=part.depth + 1, fallback="text/plain", defects=defects)]


def _children(raw: bytes, part: Part, defects: set[str]) -> list[Part]:
    if part.depth >= MAX_DEPTH:
        defects.add("nesting-too-deep")
        return []
    boundary = part.parameters.get("boundary", "").rstrip().encode("utf-8", "replace")
    sections = _sections(raw, boundary, part.start, part.end, defects) if boundary else []
    if not sections:
        defects.add("boundary-missing")
        stray = STRAY_BOUNDARY.search(raw, part.start, part.end)
        if stray is None:
            return []
        sections = _sections(raw, stray[1].rstrip(), part.start, part.end, defects)
    fallback = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
    return [
        read_part(raw, start, end, depth=part.depth + 1, fallback=fallback, defects=defects) for start, end in sections
    ]


def _sections(raw: bytes, boundary: bytes, start: int, end: int, defects: set[str]) -> list[tuple[int, int]]:
    sections: list[tuple[int, int]] = []
    mark, open_at, at = b"--" + boundary, -1, start
    while len(sections) <= MAX_PARTS and (at := raw.find(mark, at, end)) >= 0:
        line_end, closes = _after_boundary(raw, at + len(mark), end)
        if line_end < 0 or (at > start and raw[at - 1] not in b"\r\n"):
            at += len(mark)
            continue
        if open_at >= 0:
            sections.append((open_at, max(open_at, _before_break(raw, at))))
        open_at = -1 if closes else line_end
        if closes:
            break
        at = line_end
    if open_at >= 0:
        defects.add("boundary-not-closed")
        sections.append((open_at, end))
    return sections


def _after_boundary(raw: bytes, at: int, end: int) -> tuple[int, bool]:
    closes = raw[at : at + 2] == b"--"
    at += 2 * closes
    while at < end and raw[at] in b" \t":
        at += 1
    if at >= end:
        return end, closes
    if raw[at] not in b"\r\n":
        return (end, True) if closes else (-1, False)
    return min(end, at + (2 if raw[at : at + 2] == b"\r\n" else 1)), closes


def _before_break(raw: bytes, at: int) -> int:
    return at - (2 if raw[at - 2 : at] == b"\r\n" else 1)


def _header(raw: bytes, start: int, end: int, defects: set[str]) -> tuple[list[tuple[str, bytes]], int]:
    if start < end and (opening := LINE_BREAK.match(raw, start, end)):
        return [], opening.end()
    blank = BLANK_LINE.search(raw, start, end)
    stop, body = (blank.start(), blank.end()) if blank else (end, end)
    fields: list[tuple[str, list[bytes]]] = []
    at = start
    latest_known: int | None = None
    while at < stop and len(fields) < MAX_HEADERS:
        line_break = LINE_BREAK.search(raw, at, stop)
        line = raw[at : line_break.start() if line_break else stop]
        if line[:1] in {b" ", b"\t"} and fields:
            fields[-1][1].append(line)
        elif found := FIELD.match(line):
            fields.append((found[1].decode("ascii").lower(), [found[2]]))
        elif not line.startswith((b"From ", b">From ")):
            defects.add("header-damaged")
            latest_known = _latest_known_field(raw, start, stop) if latest_known is None else latest_known
            if latest_known < at:
                body = at
                break
        at = line_break.end() if line_break else stop
    return [(name, b"\n".join(lines)) for name, lines in fields], body


def _latest_known_field(raw: bytes, start: int, stop: int) -> int:
    return max((found.start() for found in KNOWN_FIELD.finditer(raw, start, stop)), default=-1)


def _from_base64(body: bytes, defects: set[str]) -> bytes:
    try:
        return binascii.a2b_base64(body, strict_mode=False)
    except binascii.Error:
        defects.add("base64-damaged")
    letters = NOT_BASE64.sub(b"", body)
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    return base64.b64decode(letters + b"=" * (-len(letters) % 4))


def _from_uuencode(body: bytes, defects: set[str]) -> bytes:
    content = bytearray()
    for line in body.splitlines():
        if line.startswith((b"begin ", b"end")) or not line.strip():
            continue
        try:
            content += binascii.a2b_uu(line)
        except binascii.Error:
            defects.add("uuencode-damaged")
    return bytes(content)

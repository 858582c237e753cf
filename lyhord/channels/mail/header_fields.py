"""Header values as people meant them (RFC 2047, RFC 2231), also when their program got it wrong."""

import base64
import binascii
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import unquote_to_bytes

from lyhord.channels.mail.charsets import decode_text

Parameters = dict[str, str]

ENCODED_WORD: Final = re.compile(rb"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,60})?\?([bBqQ])\?(.{0,4000}?)\?=", re.DOTALL)
Q_ESCAPE: Final = re.compile(rb"=([0-9A-Fa-f]{2})")
FOLD: Final = re.compile(r"[\r\n]+[ \t]*")
PARAMETER: Final = re.compile(rb';\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)', re.DOTALL)
SEGMENT: Final = re.compile(r"(.+?)(?:\*(\d{1,4}))?(\*)?$")
MESSAGE_ID: Final = re.compile(r"<([^<>\s]+(?:[ \t]+[^<>\s]+)*)>")
MAX_PARAMETERS: Final = 200
MAX_VALUE: Final = 100_000


def decoded(value: bytes) -> str:
    """The unfolded text of a header value, encoded words and raw 8-bit bytes decoded."""
    value = value[:MAX_VALUE]
    if b"=?" in value:
        return _unfolded(_with_words_decoded(value))
    return _unfolded(decode_text(value)[0])


def _unfolded(text: str) -> str:
    if "\n" not in text and "\r" not in text:
        return text.strip()
    return " ".join(line.strip() for line in FOLD.split(text)).strip()


def parameters_of(value: bytes) -> tuple[str, Parameters]:
    """A value such as `text/plain; name*0*=utf-8''%C3%A5` as (lower-case main value, decoded parameters)."""
    value = value[:MAX_VALUE]
    main, semicolon, rest = value.partition(b";")
    shown = decoded(main).lower().strip(" \"'")
    if not semicolon:
        return shown, {}
    segments: dict[str, list[tuple[int, bool, bytes]]] = {}
    for count, found in enumerate(PARAMETER.finditer(semicolon + rest)):
        if count >= MAX_PARAMETERS:
            break
        name = SEGMENT.match(found[1].decode("ascii", "replace").lower())
        if name:
            segment = (int(name[2] or 0), bool(name[3]), _unquoted(found[2]))
            segments.setdefault(name[1], []).append(segment)
    return shown, {name: _joined(pieces) for name, pieces in segments.items()}


def message_ids(value: bytes) -> tuple[str, ...]:
    """The Message-IDs of the value in order, each once, with angle brackets; bare ones get theirs."""
    text = FOLD.sub("", decoded(value).replace("\t", " "))
    found = [f"<{''.join(inner.split())}>" for inner in MESSAGE_ID.findall(text)]
    if not found and "@" in text:
        found = [f"<{word.strip('<>')}>" for word in text.split() if "@" in word]
    return tuple(dict.fromkeys(found))


def moment(value: bytes) -> datetime | None:
    """The date as aware UTC, None when no date can be read."""
    try:
        read = parsedate_to_datetime(decoded(value))
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _with_words_decoded(value: bytes) -> str:
    texts: list[str] = []
    pending: list[bytes] = []
    charset, at = b"", 0
    for found in ENCODED_WORD.finditer(value):
        between = value[at : found.start()]
        if between.strip() or found[1].lower() != charset or not pending:
            texts.append(decode_text(b"".join(pending), charset.decode("ascii", "replace"))[0])
            texts.append("" if pending and not between.strip() else decode_text(between)[0])
            pending, charset = [], found[1].lower()
        pending.append(_word(found[2], found[3]))
        at = found.end()
    texts.append(decode_text(b"".join(pending), charset.decode("ascii", "replace"))[0])
    texts.append(decode_text(value[at:])[0])
    return "".join(texts)


def _word(encoding: bytes, text: bytes) -> bytes:
    if encoding in b"qQ":
        return Q_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), text.replace(b"_", b" "))
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", text)
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    try:
        return base64.b64decode(letters + b"=" * (-len(letters) % 4))
    except binascii.Error:
        return text


def _unquoted(value: bytes) -> bytes:
    value = value.strip()
    if not value.startswith(b'"'):
        return value.partition(b"\n")[0].strip() if b"=?" not in value else value
    return re.sub(rb"\\(.)", rb"\1", value[1:-1] if len(value) > 1 and value.endswith(b'"') else value[1:])


def _joined(pieces: list[tuple[int, bool, bytes]]) -> str:
    pieces = sorted(pieces, key=lambda piece: (piece[0], not piece[1]))
    if not any(encoded for _, encoded, _ in pieces):
        return decoded(b"".join(piece for _, _, piece in _without_repeats(pieces)))
    charset, raw = "", b""
    for position, (_, encoded, piece) in enumerate(_without_repeats(pieces)):
        if encoded and position == 0 and piece.count(b"'") >= 2:  # noqa: PLR2004
            label, _, piece = piece.split(b"'", 2)  # noqa: PLW2901
            charset = label.decode("ascii", "replace")
        raw += unquote_to_bytes(piece) if encoded else piece
    return _unfolded(decode_text(raw, charset)[0])


def _without_repeats(pieces: list[tuple[int, bool, bytes]]) -> list[tuple[int, bool, bytes]]:
    seen: dict[int, tuple[int, bool, bytes]] = {}
    for piece in pieces:
        seen.setdefault(piece[0], piece)
    return list(seen.values())


def grouped(fields: list[tuple[str, bytes]]) -> Mapping[str, tuple[str, ...]]:
    """Decoded values by lower-case name."""
    values: dict[str, list[str]] = {}
    for name, value in fields:
        values.setdefault(name, []).append(decoded(value))
    return {name: tuple(found) for name, found in values.items()}

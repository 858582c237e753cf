"""The message inside an opaque S/MIME signature (RFC 8551 §3.5.2), read without judging the signature."""

from typing import Final

SIGNED_DATA: Final = bytes.fromhex("2a864886f70d010702")
PLAIN_DATA: Final = bytes.fromhex("2a864886f70d010701")
OCTETS, OCTETS_IN_PIECES, LONG_FORM, END = 0x04, 0x24, 0x80, b"\x00\x00"


def signed_content(der: bytes) -> bytes:
    """The MIME entity that was signed; empty when there is none, as in encrypted mail."""
    if SIGNED_DATA not in der[:64]:
        return b""
    at = der.find(PLAIN_DATA, der.find(SIGNED_DATA) + len(SIGNED_DATA))
    if at < 0:
        return b""
    at += len(PLAIN_DATA)
    try:
        tag, start, _ = _header(der, at)
        return _octets(der, start) if tag == 0xA0 else b""  # noqa: PLR2004
    except IndexError:
        return b""


def _octets(der: bytes, at: int) -> bytes:
    tag, start, length = _header(der, at)
    if tag == OCTETS:
        return der[start : start + length]
    if tag != OCTETS_IN_PIECES:
        return b""
    pieces, end = [], start + length if length >= 0 else len(der)
    while start < end and der[start : start + 2] != END:
        tag, begin, size = _header(der, start)
        if tag != OCTETS or size < 0:
            break
        pieces.append(der[begin : begin + size])
        start = begin + size
    return b"".join(pieces)


def _header(der: bytes, at: int) -> tuple[int, int, int]:
    """Tag, where the content begins, and its length (−1 when it is indefinite)."""
    tag, first = der[at], der[at + 1]
    if first < LONG_FORM:
        return tag, at + 2, first
    if first == LONG_FORM:
        return tag, at + 2, -1
    count = first - LONG_FORM
    return tag, at + 2 + count, int.from_bytes(der[at + 2 : at + 2 + count])

"""Small pictures and documents that customers attach: drawn and written here, so that nobody's photo is used."""

import struct
import zlib
from collections.abc import Callable
from random import Random

WIDTH, HEIGHT = 240, 180
_GROUNDS = ((236, 228, 216), (222, 230, 228), (240, 236, 228), (228, 222, 214))
_THINGS = ((92, 74, 58), (58, 92, 98), (150, 108, 62), (70, 78, 84), (168, 152, 128))
_MARK = (176, 52, 40)
_FONTS = b"<< /Font << /F1 5 0 R >> >>"

Colour = tuple[int, int, int]
Shape = Callable[[int, int], bool]


def png(*, number: int) -> bytes:
    """The ``number``-th picture: a thing on a table with a crack, as PNG (ISO/IEC 15948)."""
    rng = Random(f"picture {number}")
    ground, thing = rng.choice(_GROUNDS), rng.choice(_THINGS)
    shape, crack = _shape(rng), _crack(rng)
    rows = b"".join(b"\0" + _row(y, ground, thing, shape, crack) for y in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")
    )


def _row(y: int, ground: Colour, thing: Colour, shape: Shape, crack: dict[int, int]) -> bytes:
    row = bytearray()
    shade = 14 if y > HEIGHT * 0.72 else 0
    for x in range(WIDTH):
        if shape(x, y):
            is_cracked = abs(crack.get(y, -9) - x) <= 1
            light = (x + y) // 16
            row += bytes(_MARK if is_cracked else tuple(min(255, part + light) for part in thing))
        else:
            row += bytes(part - shade for part in ground)
    return bytes(row)


def _shape(rng: Random) -> Shape:
    middle, top, foot = rng.randint(95, 145), rng.randint(28, 50), rng.randint(128, 160)
    wide = rng.randint(30, 62)
    if rng.randrange(2):
        return lambda x, y: top < y < foot and abs(x - middle) < wide * (0.35 + 0.65 * (y - top) / (foot - top))
    height = (foot - top) / 2
    return lambda x, y: ((x - middle) / wide) ** 2 + ((y - top - height) / height) ** 2 < 1


def _crack(rng: Random) -> dict[int, int]:
    x, line = rng.randint(90, 150), {}
    for y in range(30, 30 + rng.randint(60, 110)):
        x += rng.choice((-2, -1, 0, 1, 2))
        line[y] = x
    return line


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def pdf(*, lines: list[str]) -> bytes:
    """A page with these lines of text as PDF 1.4 (ISO 32000-1), in a font every reader has."""
    text = " T* ".join(f"({_escaped(line)}) Tj" for line in lines)
    page = f"BT /F1 12 Tf 16 TL 56 780 Td {text} ET".encode("cp1252", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources %s >>" % _FONTS,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    return _assembled(objects)


def _assembled(objects: list[bytes]) -> bytes:
    document, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(document))
        document += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(document))
    return document + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + trailer


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")

"""Case numbers that survive the telephone: digits, a dash before the last four, and a check digit.

The check digit is Damm's (H. M. Damm, *Total anti-symmetrische Quasigruppen*, Marburg 2004, table of order 10):
it catches every single wrong digit and every swap of two neighbours, which Luhn's does not (09 ↔ 90).
"""

import re

_TABLE = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
_SHORTEST = 8
_WRITTEN = re.compile(r"(?<![\d-])(\d{4,8})[-–\s]?(\d{4})(?![\d-])")
FIRST_SERIAL = 1_000_000


def _interim(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = int(_TABLE[interim][int(digit)])
    return interim


def number_for(serial: int) -> int:
    """The case number of the ``serial``-th case: the serial counted from a million, with its check digit last."""
    body = str(FIRST_SERIAL + serial)
    return int(f"{body}{_interim(body)}")


def is_valid(number: int) -> bool:
    """Whether the check digit is right and the number is long enough to be one of ours."""
    digits = str(number)
    return number > 0 and len(digits) >= _SHORTEST and _interim(digits) == 0


def spoken(number: int) -> str:
    """The number as people write and say it: ``1048-2273``."""
    digits = str(number)
    return f"{digits[:-4]}-{digits[-4:]}"


def read(text: str) -> int | None:
    """The case number somebody typed, with or without dash or blank; ``None`` when it is none of ours."""
    digits = re.sub(r"[\s#–-]", "", text)
    return int(digits) if digits.isascii() and digits.isdigit() and is_valid(int(digits)) else None


def find_all(text: str) -> list[int]:
    """Every valid case number that stands written in a text, in order, without repeats."""
    found = (int(head + tail) for head, tail in _WRITTEN.findall(text))
    return list(dict.fromkeys(number for number in found if is_valid(number)))

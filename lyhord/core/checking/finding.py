from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """``FAILURE`` keeps Lyhörd from working safely; ``NOTE`` is worth knowing."""

    GOOD = "ok"
    NOTE = "note"
    FAILURE = "FAILED"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one check found, and what to do about it."""

    grade: Grade
    text: str


def good(text: str) -> Finding:
    return Finding(grade=Grade.GOOD, text=text)


def note(text: str) -> Finding:
    return Finding(grade=Grade.NOTE, text=text)


def failure(text: str) -> Finding:
    return Finding(grade=Grade.FAILURE, text=text)

"""Marks found words in a text and cuts out the piece that shows most of them; pure, and safe for a page."""

import re
import unicodedata
from collections.abc import Callable
from html import escape

WORD = re.compile(r"[^\W_]+")
_INVISIBLE = dict.fromkeys(map(ord, "\x00\u00ad\u200b\u200c\u200d\u2060\ufeff"))
SHORT_STEM = 2
LONGEST_ENDING = 8
SNIPPET_CHARACTERS = 220
LEAD_CHARACTERS = 60
READ_CHARACTERS = 40_000


def readable(text: str) -> str:
    """The text on one line, composed, without soft hyphens and invisible joiners, cut at ``READ_CHARACTERS``."""
    composed = unicodedata.normalize("NFC", text[:READ_CHARACTERS])
    return " ".join(composed.translate(_INVISIBLE).split())


def words_of(line: str) -> set[str]:
    return {word.lower() for word in set(WORD.findall(line))}


def candidates(words: set[str], *, stems: frozenset[str]) -> set[str]:
    """Words that may stem to one of ``stems``: Swedish stemming only cuts endings off."""
    beginnings = tuple({stem[:SHORT_STEM] for stem in stems})
    near = (word for word in words if word.startswith(beginnings))
    return {word for word in near if any(word[:length] in stems for length in _lengths(word))}


def _lengths(word: str) -> range:
    return range(max(1, len(word) - LONGEST_ENDING), len(word) + 1)


def marked(line: str, *, is_found: Callable[[str], bool]) -> tuple[str, int]:
    """HTML of a readable line with ``<mark>`` around every found word, and how many there are."""
    pieces: list[str] = []
    latest = number = 0
    for found in WORD.finditer(line):
        if is_found(found[0]):
            pieces += [escape(line[latest : found.start()]), "<mark>", escape(found[0]), "</mark>"]
            latest, number = found.end(), number + 1
    return "".join([*pieces, escape(line[latest:])]), number


def snippet(line: str, *, is_found: Callable[[str], bool], length: int = SNIPPET_CHARACTERS) -> tuple[str, int]:
    """HTML of the piece of a line with most different found words, about ``length`` characters, and their number."""
    places = [(found.start(), found.end(), found[0].lower()) for found in WORD.finditer(line) if is_found(found[0])]
    start = _best_start(places, length)
    begin = _word_start(line, max(0, start - LEAD_CHARACTERS)) if places else 0
    end = _word_end(line, begin + length)
    html, number = marked(line[begin:end].strip(), is_found=is_found)
    return f"{'… ' if begin else ''}{html}{' …' if end < len(line) else ''}", number


def _best_start(places: list[tuple[int, int, str]], length: int) -> int:
    best, best_number = 0, 0
    for index, (start, _end, _word) in enumerate(places[:200]):
        within = {word for begin, end, word in places[index : index + 40] if end <= start + length - LEAD_CHARACTERS}
        if len(within) > best_number:
            best, best_number = start, len(within)
    return best


def _word_start(line: str, place: int) -> int:
    if place == 0:
        return 0
    blank = line.find(" ", place, place + LEAD_CHARACTERS // 2)
    return blank + 1 if blank >= 0 else place


def _word_end(line: str, place: int) -> int:
    if place >= len(line):
        return len(line)
    blank = line.rfind(" ", place - LEAD_CHARACTERS // 2, place)
    return blank if blank >= 0 else place

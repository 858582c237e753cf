"""The sentences of one language, read from ``texts/<language>/*.yaml``.

A line may begin with ``@lamp,rug`` (only for these kinds of products) and ``#late`` (only for this variant of
the matter), and may hold an answer after ``=>``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from lyhord.demo.grammar import Sequence, compiled

TEXTS = Path(__file__).parent / "texts"
LANGUAGES = ("sv", "nb", "da", "fi", "en")
VOICE_FILE = "voice"


@dataclass(frozen=True, slots=True)
class Line:
    pattern: Sequence
    answer: Sequence | None
    kinds: frozenset[str]
    variants: frozenset[str]

    def suits(self, *, kind: str, variant: str) -> bool:
        return (not self.kinds or kind in self.kinds) and (not self.variants or variant in self.variants)


@dataclass(frozen=True)
class Intent:
    """One matter customers write about, with everything both sides say in it."""

    name: str
    sections: Mapping[str, tuple[Line, ...]]
    _chosen: dict[tuple[str, str, str], tuple[Line, ...]] = field(default_factory=dict)

    def lines(self, section: str, *, kind: str, variant: str) -> tuple[Line, ...]:
        """The lines of a section that suit; may be empty."""
        key = (section, kind, variant)
        if key not in self._chosen:
            every = self.sections.get(section, ())
            self._chosen[key] = tuple(line for line in every if line.suits(kind=kind, variant=variant))
        return self._chosen[key]

    def variants_for(self, kind: str) -> tuple[str, ...]:
        """The variants one may open with, repeated as often as there are openings; ``""`` stands for any."""
        openings = [line for line in self.sections["says"] if not line.kinds or kind in line.kinds]
        return tuple(variant for line in openings for variant in sorted(line.variants) or [""])


@dataclass(frozen=True, slots=True)
class Phrasebook:
    language: str
    voice: Mapping[str, tuple[Line, ...]]
    intents: Mapping[str, Intent]


@cache
def phrasebook(language: str) -> Phrasebook:
    """All sentences of a language, compiled once."""
    voice: dict[str, tuple[Line, ...]] = {}
    intents: dict[str, Intent] = {}
    for path in sorted((TEXTS / language).glob("*.yaml")):
        content = yaml.safe_load(path.read_text())
        if path.stem == VOICE_FILE:
            voice = {name: _lines(text) for name, text in content.items()}
        else:
            intents |= {name: _intent(name, sections) for name, sections in content.items()}
    return Phrasebook(language, voice, intents)


def _intent(name: str, sections: dict[str, str]) -> Intent:
    return Intent(name, {section: _lines(text) for section, text in sections.items()})


def _lines(text: str) -> tuple[Line, ...]:
    return tuple(_line(row) for row in text.splitlines() if row.strip())


def _line(row: str) -> Line:
    marks: dict[str, frozenset[str]] = {"@": frozenset(), "#": frozenset()}
    words = row.strip()
    while words[0] in marks and " " in words:
        mark, words = words.split(" ", 1)
        marks[mark[0]] = frozenset(mark[1:].split(","))
    saying, _, answer = words.partition("=>")
    return Line(compiled(saying.strip()), compiled(answer.strip()) if answer else None, marks["@"], marks["#"])

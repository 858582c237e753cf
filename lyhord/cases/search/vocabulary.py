"""The words of all cases: what a typed word stems to, and the compounds that begin or end with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from lyhord.cases.search.lexemes import Lexeme
from lyhord.cases.search.statements import COMPOUNDS, NOTE_WORDS, STEMS, TRUE_STEMS

SHORTEST_WORD, LONGEST_WORD = 3, 40
KNOWN_LIMIT = 60_000
STEM_LONG_ENOUGH = 5
MOST_COMPOUNDS = 30
MOST_BESIDE_COMMON = 8
COMMON_CASES = 2_000

_known: set[str] = set()


@dataclass(frozen=True, slots=True)
class Compound:
    """A word of the vocabulary and in how many cases it stood at the latest count."""

    word: str
    cases: int


def stems_of(texts: Sequence[str]) -> list[list[Lexeme]]:
    """For every text its stems in order; none for a text of stop words alone."""
    stems: list[list[Lexeme]] = [[] for _ in texts]
    with connection.cursor() as cursor:
        cursor.execute(STEMS, [list(texts)])
        for place, lexeme, position in cursor.fetchall():
            stems[place].append(Lexeme(lexeme, position))
    return stems


def compounds_of(asked: Sequence[tuple[str, str]]) -> list[list[Compound]]:
    """For every (typed word, stem) the words that begin or end with it, itself first, at most thirty."""
    found: list[list[Compound]] = [[] for _ in asked]
    if not asked:
        return found
    statements, parameters = zip(*(_asking(place, *each) for place, each in enumerate(asked)), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), [part for parts in parameters for part in parts])
        for place, word, cases in cursor.fetchall():
            found[place].append(Compound(word, cases))
    return [_few_beside_common(words, stem) for words, (_word, stem) in zip(found, asked, strict=True)]


def _few_beside_common(compounds: list[Compound], stem: str) -> list[Compound]:
    """All of them for a rare word; a common one has hits enough, and every word more costs the index time."""
    is_common = any(compound.word == stem and compound.cases > COMMON_CASES for compound in compounds)
    return compounds[:MOST_BESIDE_COMMON] if is_common else compounds


def forms_of(stem: str) -> list[str]:
    """The stem, and those that Snowball's Swedish makes of the same noun in other forms.

    ``lampa`` and ``lampor`` become ``lamp``, but ``lampan`` stays; ``leverans`` becomes ``leveran``, but
    ``leveranser`` ``leverans``.
    """
    forms = [stem]
    for ending, shortest in (("an", SHORTEST_WORD), ("s", STEM_LONG_ENOUGH)):
        base = stem.removesuffix(ending)
        if len(base) >= shortest:
            forms.append(base if base != stem else f"{stem}{ending}")
    return forms


def _asking(place: int, word: str, stem: str) -> tuple[str, list[int | str]]:
    # A short stem says too little: "order" stems to "ord", and "ord…" would be "ordning" as well.
    forms = forms_of(stem)
    base = min(forms, key=len)
    is_telling = len(base) >= STEM_LONG_ENOUGH
    endings = forms if is_telling or len(base) > SHORTEST_WORD or stem == word else [word]
    statement = COMPOUNDS.format(endings=" OR ".join(["reverse(word) LIKE %s"] * len(endings)))
    beginning = base if is_telling else word
    return statement, [place, stem, f"{beginning}%", *(f"{ending[::-1]}%" for ending in endings), stem, MOST_COMPOUNDS]


def is_expandable(text: str) -> bool:
    return text.isalpha() and len(text) >= SHORTEST_WORD


def words_with_stems(words: Iterable[str], *, stems: Iterable[str]) -> set[str]:
    """Those of the words that stem to one of ``stems``."""
    with connection.cursor() as cursor:
        cursor.execute(TRUE_STEMS, [list(words), list(stems)])
        return {word for (word,) in cursor.fetchall()}


def note_words(words: Iterable[str]) -> None:
    """Remember new words once the present transaction has committed.

    Not within it: two messages with the same new words would wait for each other, or end in a deadlock. A crash
    in between costs nothing but finding compounds of the new words until they are counted again.
    """
    new = sorted(word for word in set(words) - _known if _counts(word))
    if new:
        transaction.on_commit(lambda: _note(new), robust=True)


def _note(new: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(NOTE_WORDS, [new])
    if len(_known) > KNOWN_LIMIT:
        _known.clear()
    _known.update(new)


def _counts(word: str) -> bool:
    return SHORTEST_WORD <= len(word) <= LONGEST_WORD and word.isalpha()


def forget_known_words() -> None:
    """Start the memory of this process afresh, after the table was emptied."""
    _known.clear()

"""Queries in PostgreSQL's tsquery notation, and the marks that divide cases into slices.

A mark begins with ``§``, which no text and no query can produce. Slices are counted in days since 2000-01-01:
``§d`` one day, ``§e`` eight, ``§f`` sixty-four. A search looks at the newest slices first and widens until it has
enough, for an index walks long lists quickly when one of the lists is short.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

FIRST_DAY = date(2000, 1, 1)
SLICES = (("d", 1), ("e", 8), ("f", 64))
MOST_SLICES = 9
WIDENING = 5
LONGEST_SPAN_DAYS = 64 * (MOST_SLICES - 1)
OPEN = "§o"
WEIGHTS = {"subject": "A", "person": "B", "": ""}
LONGEST_TAG = 40


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A stem and where in its term it stands, counted from one."""

    text: str
    position: int


def quoted(lexeme: str, *, weight: str = "") -> str:
    """A lexeme as tsquery writes it, safe whatever characters it has."""
    inner = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{inner}'" + (f":{weight}" if weight else "")


def any_of(queries: Iterable[str]) -> str:
    return _joined(queries, "|")


def all_of(queries: Iterable[str]) -> str:
    return _joined(queries, "&")


def none_of(query: str) -> str:
    return f"!({query})"


def _joined(queries: Iterable[str], operator: str) -> str:
    unique = list(dict.fromkeys(query for query in queries if query))
    return unique[0] if len(unique) == 1 else f" {operator} ".join(f"({query})" for query in unique)


def in_sequence(lexemes: Sequence[Lexeme], *, weight: str = "") -> str:
    """The stems one after another at the distances they were written; left-out stop words count as places."""
    query, latest = "", 0
    for lexeme in lexemes:
        step = f" <{lexeme.position - latest}> " if query else ""
        query, latest = f"{query}{step}{quoted(lexeme.text, weight=weight)}", lexeme.position
    return query


def day_number(day: date) -> int:
    return (day - FIRST_DAY).days


def windows(*, newest: date, days: int) -> list[str]:
    """Ever wider spans of time that end with ``newest``, as queries over slice marks; the last is all time.

    The first spans at least ``days``, each following five times as many.
    """
    spans = []
    while days <= LONGEST_SPAN_DAYS:
        spans.append(_span(newest, days))
        days *= WIDENING
    return [*spans, ""]


def latest_span(*, newest: date) -> str:
    """The longest span that is not all time: somewhat more than a year."""
    return _span(newest, LONGEST_SPAN_DAYS)


def _span(newest: date, days: int) -> str:
    letter, length = next(slice_ for slice_ in SLICES if days <= slice_[1] * (MOST_SLICES - 1))
    newest_slice = day_number(newest) // length
    return any_of(quoted(f"§{letter}{newest_slice - back}") for back in range(-(-days // length) + 1))


def queue_mark(queue_id: int) -> str:
    return f"§q{queue_id}"


def tag_mark(tag: str) -> str:
    return f"§t{tag.lower()[:LONGEST_TAG]}"


def assignee_mark(agent_id: int | None) -> str:
    return f"§a{agent_id or 0}"

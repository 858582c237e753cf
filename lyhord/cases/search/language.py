"""What a person types into the search field, read without ever failing."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST_QUERY = 400
MOST_TERMS = 12

FIELDS = {
    "från": "person",
    "from": "person",
    "kund": "person",
    "customer": "person",
    "ämne": "subject",
    "subject": "subject",
    "kö": "queue",
    "queue": "queue",
    "status": "status",
    "är": "status",
    "is": "status",
    "tagg": "tag",
    "tag": "tag",
    "ansvarig": "assignee",
    "handläggare": "assignee",
    "assignee": "assignee",
}
TEXT_FIELDS = frozenset({"person", "subject"})

_QUOTES = str.maketrans("”“„«»″", '""""""')
_TERM = re.compile(
    r"""(?P<minus>(?<!\S)[-–−])?          # only a minus that begins a word excludes
        (?:(?P<field>[^\W\d_]+):(?=[^\s]))?
        (?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Term:
    """Something that stands in a case, or must not: ``field`` is ``""`` for anywhere, ``person`` or ``subject``."""

    text: str
    field: str = ""
    is_phrase: bool = False
    is_excluded: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A property a case has, or must not have: ``field`` is queue, status, tag or assignee."""

    field: str
    value: str
    is_excluded: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """A search as it was meant: all terms and all filters hold together."""

    terms: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()
    was_cut: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.terms and not self.filters


def read_query(*, text: str) -> Typed:
    """Read words, ``"phrases"``, ``-exclusions`` and ``field:value`` pairs, in Swedish or English.

    Whatever isn't understood is taken as words to look for; at most ``MOST_TERMS`` parts of the first
    ``LONGEST_QUERY`` characters are used, and ``was_cut`` tells if there were more.
    """
    cleaned = tidy(text)
    found = [match for match in _TERM.finditer(cleaned[:LONGEST_QUERY]) if _content(match).strip()]
    parts = [_part(match) for match in found[:MOST_TERMS]]
    return Typed(
        terms=tuple(part for part in parts if isinstance(part, Term)),
        filters=tuple(part for part in parts if isinstance(part, Filter)),
        was_cut=len(cleaned) > LONGEST_QUERY or len(found) > MOST_TERMS,
    )


def tidy(text: str) -> str:
    """The text in composed form, without what a database cannot store (NUL, lone surrogates)."""
    storable = text.replace("\x00", " ").encode("utf-8", "ignore").decode()
    return unicodedata.normalize("NFC", storable).translate(_QUOTES).strip()


def _content(match: re.Match[str]) -> str:
    return match["phrase"] if match["phrase"] is not None else match["word"]


def _part(match: re.Match[str]) -> Term | Filter:
    content, is_excluded = _content(match), match["minus"] is not None
    field = FIELDS.get((match["field"] or "").lower(), "")
    if field and field not in TEXT_FIELDS:
        return Filter(field, content.strip(), is_excluded)
    if match["field"] and not field:
        content = f"{match['field']}:{content}"
    return Term(content, field, match["phrase"] is not None, is_excluded)

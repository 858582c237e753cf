"""The title and piece of text that show why a case was found, for the hits on the page alone."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from lyhord.cases.models import Case, Entry
from lyhord.cases.search.highlighting import candidates, marked, readable, snippet, words_of
from lyhord.cases.search.lexemes import all_of, any_of
from lyhord.cases.search.planning import Plan
from lyhord.cases.search.statements import SHOWN_BY_WORD, SHOWN_BY_WORDS
from lyhord.cases.search.vocabulary import words_with_stems

_SPECIAL = re.compile(r"[^\w]|_")


@dataclass(frozen=True, slots=True)
class Excerpt:
    title_html: str
    snippet_html: str
    entry_id: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class _Shown:
    id: int
    kind: str
    is_cut: bool
    piece: str


def excerpts_of(*, cases: Sequence[Case], plan: Plan) -> dict[int, Excerpt]:
    """By case id the subject and the best piece of its newest matching entry, escaped and marked."""
    entries = _entries(cases, plan) if cases and plan.has_terms else {}
    titles = {case.pk: readable(case.subject) for case in cases}
    pieces = {case.pk: entries[case.pk].piece if case.pk in entries else readable(case.preview) for case in cases}
    is_found = _judge([*titles.values(), *pieces.values()], plan)
    return {case.pk: _excerpt(titles[case.pk], pieces[case.pk], entries.get(case.pk), plan, is_found) for case in cases}


def _entries(cases: Sequence[Case], plan: Plan) -> dict[int, _Shown]:
    parameters: dict[str, Any] = {
        "cases": [case.pk for case in cases],
        "any": any_of(plan.shown),
        "all": all_of(plan.shown),
        "hint": hint_of(plan.stems),
    }
    with connection.cursor() as cursor:
        cursor.execute(SHOWN_BY_WORD if len(plan.shown) == 1 else SHOWN_BY_WORDS, parameters)
        found = cursor.fetchall()
    return {case_id: _Shown(pk, kind, is_cut, readable(piece)) for case_id, pk, kind, is_cut, piece in found}


def hint_of(stems: Iterable[str]) -> str:
    """A pattern of PostgreSQL that every text with one of the stems matches: a stem is the beginning of its word."""
    ways = (_SPECIAL.sub(".", stem) for stem in sorted(stems))
    return rf"\m({'|'.join(ways)})"


def _judge(texts: Sequence[str], plan: Plan) -> Callable[[str], bool]:
    possible = candidates(words_of(" ".join(texts)), stems=frozenset(plan.stems)) if plan.stems else set()
    found = words_with_stems(possible, stems=plan.stems) if possible else set()
    return lambda word: word.lower() in found


def _excerpt(title: str, piece: str, entry: _Shown | None, plan: Plan, is_found: Callable[[str], bool]) -> Excerpt:
    title_html, in_title = marked(title, is_found=is_found)
    piece_html, in_piece = snippet(piece, is_found=is_found)
    if entry is None:
        reason = "filter" if not plan.has_terms else "subject" if in_title else "text" if in_piece else "person"
        return Excerpt(title_html, piece_html, None, reason)
    inside = "note" if entry.kind == Entry.Kind.NOTE else "text"
    lead = "… " if entry.is_cut and not piece_html.startswith("…") else ""
    return Excerpt(title_html, f"{lead}{piece_html}", entry.id, "subject" if in_title else inside)

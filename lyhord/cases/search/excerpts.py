"""The title and piece of text that show why a case was found, for the hits on the page alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from lyhord.cases.models import Case, Entry
from lyhord.cases.search.highlighting import candidates, highlighted, snippet, words_of
from lyhord.cases.search.lexemes import all_of, any_of
from lyhord.cases.search.planning import Plan
from lyhord.cases.search.statements import SHOWN_ENTRIES
from lyhord.cases.search.vocabulary import words_with_stems


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
    reply_text: str
    text: str


def excerpts_of(*, cases: Sequence[Case], plan: Plan) -> dict[int, Excerpt]:
    """By case id the subject and the best piece of its newest matching entry, escaped and marked."""
    entries = _entries(cases, plan) if plan.has_terms else {}
    is_found = _judge(cases, entries, plan)
    return {case.pk: _excerpt(case, entries.get(case.pk), plan, is_found) for case in cases}


def _entries(cases: Sequence[Case], plan: Plan) -> dict[int, _Shown]:
    parameters: dict[str, Any] = {
        "cases": [case.pk for case in cases],
        "any": any_of(plan.shown),
        "all": all_of(plan.shown),
    }
    best: dict[int, _Shown] = {}
    with connection.cursor() as cursor:
        cursor.execute(SHOWN_ENTRIES, parameters)
        for case_id, *shown in cursor.fetchall():
            best.setdefault(case_id, _Shown(*shown))
    return best


def _judge(cases: Sequence[Case], entries: dict[int, _Shown], plan: Plan) -> Callable[[str], bool]:
    texts = [case.subject for case in cases] + [case.preview for case in cases]
    texts += [entry.text for entry in entries.values()] + [entry.reply_text for entry in entries.values()]
    seen = {word for text in texts for word in words_of(text)}
    possible = candidates(seen, stems=frozenset(plan.stems))
    found = words_with_stems(possible, stems=plan.stems) if possible else set()
    return lambda word: word.lower() in found


def _excerpt(case: Case, entry: _Shown | None, plan: Plan, is_found: Callable[[str], bool]) -> Excerpt:
    title, in_title = highlighted(case.subject, is_found=is_found)
    if entry is None:
        piece, in_piece = snippet(case.preview, is_found=is_found)
        reason = "filter" if not plan.has_terms else "subject" if in_title else "text" if in_piece else "person"
        return Excerpt(title, piece, None, reason)
    piece, number = snippet(entry.reply_text, is_found=is_found)
    if not number:
        piece, number = snippet(entry.text, is_found=is_found)
    inside = "note" if entry.kind == Entry.Kind.NOTE else "text"
    return Excerpt(title, piece, entry.id, "subject" if in_title else inside)

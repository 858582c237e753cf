"""The title and piece of text that show why a case was found, for the hits on the page alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from lyhord.cases.models import Case, Entry
from lyhord.cases.search.highlighting import candidates, marked, readable, snippet, words_of
from lyhord.cases.search.lexemes import all_of, any_of
from lyhord.cases.search.planning import Plan
from lyhord.cases.search.statements import SHOWN_BY_WORD, SHOWN_BY_WORDS
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
    new: str
    whole: str


def excerpts_of(*, cases: Sequence[Case], plan: Plan) -> dict[int, Excerpt]:
    """By case id the subject and the best piece of its newest matching entry, escaped and marked."""
    entries = _entries(cases, plan) if cases and plan.has_terms else {}
    titles = {case.pk: readable(case.subject) for case in cases}
    previews = {case.pk: readable(case.preview) for case in cases if case.pk not in entries}
    texts = [*titles.values(), *previews.values(), *(each.new for each in entries.values())]
    texts += [each.whole for each in entries.values()]
    is_found = _judge(texts, plan)
    return {
        case.pk: _excerpt(titles[case.pk], previews.get(case.pk, ""), entries.get(case.pk), plan, is_found)
        for case in cases
    }


def _entries(cases: Sequence[Case], plan: Plan) -> dict[int, _Shown]:
    ids = [case.pk for case in cases]
    parameters: dict[str, Any] = {"cases": ids, "any": any_of(plan.shown), "all": all_of(plan.shown)}
    with connection.cursor() as cursor:
        cursor.execute(SHOWN_BY_WORD if len(plan.shown) == 1 else SHOWN_BY_WORDS, parameters)
        return {
            case_id: _Shown(pk, kind, readable(new), readable(whole) if whole != new else "")
            for case_id, pk, kind, new, whole in cursor.fetchall()
        }


def _judge(texts: Sequence[str], plan: Plan) -> Callable[[str], bool]:
    possible = candidates(words_of(" ".join(texts)), stems=frozenset(plan.stems)) if plan.stems else set()
    found = words_with_stems(possible, stems=plan.stems) if possible else set()
    return lambda word: word.lower() in found


def _excerpt(title: str, preview: str, entry: _Shown | None, plan: Plan, is_found: Callable[[str], bool]) -> Excerpt:
    title_html, in_title = marked(title, is_found=is_found)
    if entry is None:
        piece, in_piece = snippet(preview, is_found=is_found)
        reason = "filter" if not plan.has_terms else "subject" if in_title else "text" if in_piece else "person"
        return Excerpt(title_html, piece, None, reason)
    piece, number = snippet(entry.new, is_found=is_found)
    if not number:
        piece, number = snippet(entry.whole or entry.new, is_found=is_found)
    inside = "note" if entry.kind == Entry.Kind.NOTE else "text"
    return Excerpt(title_html, piece, entry.id, "subject" if in_title else inside)

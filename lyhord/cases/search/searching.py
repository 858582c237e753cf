from dataclasses import dataclass
from datetime import date, datetime
from time import perf_counter

from django.core import signing
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lyhord.cases.models import Case
from lyhord.cases.search.excerpts import Excerpt, excerpts_of
from lyhord.cases.search.language import read_query
from lyhord.cases.search.matching import Batch, Key, find_batch, key_of_now
from lyhord.cases.search.planning import Plan, plan_search
from lyhord.core import case_numbers
from lyhord.core.actions import NotPermitted
from lyhord.people.models import Agent

_SALT = "case-search"


@dataclass(frozen=True, slots=True)
class Hit:
    """A case that was found; ``title_html`` and ``snippet_html`` are escaped and hold only ``<mark>`` elements.

    ``entry_id`` is the entry the snippet comes from, if any. ``reason`` is ``number``, ``subject``, ``text``,
    ``note``, ``person`` or ``filter``.
    """

    case: Case
    title_html: str
    snippet_html: str
    entry_id: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits in order, the cursor of those after them, and in words what was searched for."""

    hits: list[Hit]
    next: str | None
    took_ms: float
    words: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page begins: the batch below a key, and how many of its hits were shown."""

    below: Key
    offset: int


def search_cases(*, agent: Agent, text: str, limit: int = 25, after: str | None = None, at: datetime) -> SearchResult:
    """The cases among those the agent may see that a person means, relevant and recent first.

    All words must be there, also as beginning or end of a compound; ``"phrases"``, ``-exclusions`` and filters
    (``från:``, ``kö:``, ``status:``, ``tagg:``, ``ämne:``, ``ansvarig:``, or in English) narrow it. A case number
    comes first. Never fails on odd input; raises ``NotPermitted`` without the permission ``cases.search``.
    """
    if not agent.has_permission("cases.search"):
        raise NotPermitted("cases.search")
    began = perf_counter()
    typed = read_query(text=text)
    place = _read_cursor(after) or _Place(key_of_now(at=at), 0)
    plan = plan_search(typed=typed, agent=agent)
    numbered = _numbered(plan, text)
    first = [numbered] if numbered and after is None else []
    batch = _batch(plan, place=place, at=at)
    ranked = [match.case_id for match in batch.matches if numbered is None or match.case_id != numbered.pk]
    shown = ranked[place.offset : place.offset + max(0, limit - len(first))]
    hits = _hits(shown, first=first, plan=plan)
    following = _following(place, batch, offset=place.offset + len(shown), total=len(ranked))
    took_ms = (perf_counter() - began) * 1000
    return SearchResult(hits, following, took_ms, tuple(plan.words), tuple(plan.notes))


def _numbered(plan: Plan, text: str) -> Case | None:
    number = case_numbers.read(text.strip()[:20])
    if number is None or number > 2**63 - 1:
        return None
    return _with_people(plan.visible.filter(number=number)).first()


def _batch(plan: Plan, *, place: _Place, at: datetime) -> Batch:
    if plan.is_impossible or plan.is_empty:
        return Batch([], None)
    return find_batch(plan=plan, below=place.below, at=at)


def _hits(shown: list[int], *, first: list[Case], plan: Plan) -> list[Hit]:
    fetched = _with_people(plan.visible.filter(pk__in=shown)).in_bulk() if shown else {}
    cases = [*first, *(fetched[pk] for pk in shown if pk in fetched)]
    excerpts = excerpts_of(cases=cases, plan=plan)
    numbers = {case.pk for case in first}
    return [_hit(case, excerpts[case.pk], is_number=case.pk in numbers) for case in cases]


def _hit(case: Case, excerpt: Excerpt, *, is_number: bool) -> Hit:
    reason = "number" if is_number else excerpt.reason
    return Hit(case, excerpt.title_html or _("(No subject)"), excerpt.snippet_html, excerpt.entry_id, reason)


def _following(place: _Place, batch: Batch, *, offset: int, total: int) -> str | None:
    if offset < total:
        return _written(_Place(place.below, offset))
    return _written(_Place(batch.rest, 0)) if batch.rest is not None else None


def _written(place: _Place) -> str:
    day, case_id = place.below
    return signing.dumps([day.isoformat(), case_id, place.offset], salt=_SALT)


def _read_cursor(after: str | None) -> _Place | None:
    if not after:
        return None
    try:
        day, case_id, offset = signing.loads(after, salt=_SALT)
    except signing.BadSignature:
        return None
    return _Place((date.fromisoformat(day), case_id), offset)


def _with_people(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.select_related("queue", "customer", "assignee")

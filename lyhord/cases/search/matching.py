"""Which cases match, newest first, and how well."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from math import exp2
from typing import Any

from django.db import connection
from django.db.models import FloatField
from django.db.models.expressions import RawSQL

from lyhord.cases.search.busyness import busyness
from lyhord.cases.search.lexemes import all_of, latest_span, windows
from lyhord.cases.search.planning import Plan
from lyhord.cases.search.statements import FIND

RANKED_CASES = 200
FETCHED_CASES = 240
MOST_ROUNDS = 8
FRESH_DAYS = 60.0
FRESH_SHARE = 0.75
_WEIGHTS = [0.1, 0.4, 0.8, 1.0]
_LATEST_ID = 2**62

Key = tuple[date, int]


@dataclass(frozen=True, slots=True)
class Match:
    case_id: int
    key: Key
    score: float


@dataclass(frozen=True, slots=True)
class Batch:
    """The best first of up to 200 neighbours in time; ``rest`` is the key below which older matches may follow."""

    matches: list[Match]
    rest: Key | None


def key_of_now(*, at: datetime) -> Key:
    """A key above every case that was active until ``at``, and a day more for clocks that differ."""
    return date.fromordinal(at.date().toordinal() + 2), _LATEST_ID


def find_batch(*, plan: Plan, below: Key, at: datetime) -> Batch:
    """The newest ``RANKED_CASES`` matching cases under a key that the agent may see, by score.

    score = (2·rank(typed words) + rank(typed words and compounds)) × (¼ + ¾·½^(age/60 days)), where rank is
    PostgreSQL's ts_rank with subject 1, people 0.8, text 0.4, and age counts from the case's latest activity.
    """
    gathered: list[Match] = []
    rest: Key | None = None
    for keys in _widening(plan, below):
        known = {match.case_id for match in gathered}
        gathered += _judged([key for key in keys.found if key[1] not in known], plan=plan, at=at)
        rest = keys.found[-1] if keys.has_more and keys.found else None
        if len(gathered) >= RANKED_CASES:
            break
    gathered.sort(key=lambda match: match.key, reverse=True)
    if len(gathered) > RANKED_CASES:
        gathered = gathered[:RANKED_CASES]
        rest = gathered[-1].key
    return Batch(sorted(gathered, key=lambda match: (-match.score, -match.case_id)), rest)


@dataclass(frozen=True, slots=True)
class _Round:
    found: list[Key]
    has_more: bool


def _widening(plan: Plan, below: Key) -> Iterator[_Round]:
    """Look through ever wider windows; through the widest, go on below the oldest found for a few rounds."""
    if plan.is_anchored:
        spans = [""] if plan.is_rare else windows(newest=below[0], days=_first_days(plan))
    else:
        spans = [latest_span(newest=below[0])]
    for span in spans[:-1]:
        yield _Round(_find(all_of([plan.query, span]), below=below), has_more=True)
    for _round in range(MOST_ROUNDS):
        found = _find(all_of([plan.query, spans[-1]]), below=below)
        is_full = len(found) == FETCHED_CASES
        yield _Round(found, has_more=is_full)
        if not is_full:
            return
        below = found[-1]


def _first_days(plan: Plan) -> int:
    """So many days that they probably hold enough matches, and half as many again."""
    matches_a_day = max(busyness().cases_a_day * plan.share, 0.001)
    return min(2 + int(1.5 * RANKED_CASES / matches_a_day), 10_000)


def _find(query: str, *, below: Key) -> list[Key]:
    parameters: dict[str, Any] = {"query": query, "day": below[0], "case": below[1], "limit": FETCHED_CASES}
    with connection.cursor() as cursor:
        cursor.execute(FIND, parameters)
        return [(day, case_id) for case_id, day in cursor.fetchall()]


def _judged(keys: list[Key], *, plan: Plan, at: datetime) -> list[Match]:
    days = {case_id: day for day, case_id in keys}
    cases = plan.visible.filter(plan.rows, pk__in=list(days))
    rows = cases.annotate(rank=_rank(plan)).values_list("pk", "active_at", "rank")
    return [Match(pk, (days[pk], pk), _score(rank, active_at, at)) for pk, active_at, rank in rows]


def _rank(plan: Plan) -> RawSQL:
    if not plan.has_terms:
        return RawSQL("1.0::float8", (), output_field=FloatField())
    rank, parameters = "ts_rank(%s::float4[], s.vector, %s::tsquery)", [_WEIGHTS, all_of(plan.exact)]
    ranks, given = f"3 * {rank}", parameters
    if plan.has_compounds:
        ranks, given = f"2 * {rank} + {rank}", [*parameters, _WEIGHTS, all_of(plan.required_terms)]
    ranked = f"(SELECT {ranks} FROM cases_casesearch s WHERE s.case_id = cases_case.id)"  # noqa: S608 -- constants
    return RawSQL(ranked, given, output_field=FloatField())  # noqa: S611 -- a constant with parameters


def _score(rank: float, active_at: datetime, at: datetime) -> float:
    age_days = max(0.0, (at - active_at).total_seconds() / 86_400)
    return rank * (1 - FRESH_SHARE + FRESH_SHARE * exp2(-age_days / FRESH_DAYS))

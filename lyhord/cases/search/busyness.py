from dataclasses import dataclass
from time import monotonic

from django.db import connection
from django.utils.timezone import now

from lyhord.cases.search.statements import BUSYNESS

FRESH_S = 600.0


@dataclass(frozen=True, slots=True)
class Busyness:
    """How many ``cases`` there are, roughly, and in how many something happens on a day."""

    cases: float
    cases_a_day: float
    read_at_s: float


_latest: list[Busyness] = []


def busyness() -> Busyness:
    """Read anew every ten minutes; only guides where a search begins, so it may be wrong without harm."""
    if not _latest or monotonic() - _latest[0].read_at_s > FRESH_S:
        with connection.cursor() as cursor:
            cursor.execute(BUSYNESS, [now()])
            active, cases = cursor.fetchone()
        _latest[:] = [Busyness(max(float(cases), float(active), 1.0), active / 7, monotonic())]
    return _latest[0]


def forget_busyness() -> None:
    """Read it anew the next time, after many cases have come at once."""
    _latest.clear()

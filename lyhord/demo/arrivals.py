"""How many customers write, and when: a year with its campaigns, a week with its Monday, a day with its hours."""

import math
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from lyhord.demo.opening_hours import holidays

DAYS = 730
CASES = 43_000
GROWTH_A_YEAR = 0.14
_WEEK = (1.38, 1.16, 1.06, 1.02, 0.96, 0.52, 0.62)
_MONTHS = (1.06, 0.90, 0.92, 0.98, 1.00, 0.90, 0.78, 0.96, 1.00, 1.02, 1.14, 1.30)
_HOLIDAY = 0.42
_WEEKDAY_HOURS = (5, 3, 2, 1, 1, 4, 12, 28, 58, 74, 78, 70, 62, 64, 62, 58, 52, 46, 42, 48, 56, 50, 32, 14)
_FREE_DAY_HOURS = (7, 4, 3, 2, 1, 2, 5, 12, 26, 44, 58, 60, 54, 50, 50, 48, 46, 46, 48, 56, 62, 56, 36, 16)
_CAMPAIGNS = ((11, 21, 32, 1.75), (12, 27, 16, 1.45), (6, 24, 21, 1.22), (4, 10, 12, 1.18), (9, 20, 10, 1.20))
_STRIKE_DAYS = 11
_STRIKE_ENDED_DAYS_AGO = 240
_STRIKE_FADES_DAYS = 20
_POISSON_IS_NORMAL = 30


def campaign_factor(day: date) -> float:
    """Black Week with its deliveries, the sale after Christmas, midsummer and mid-season sales."""
    factor = 1.0
    for month, first, length, strength in _CAMPAIGNS:
        for year in (day.year - 1, day.year):
            since = (day - date(year, month, first)).days
            if 0 <= since < length:
                factor = max(factor, 1 + (strength - 1) * math.cos(math.pi / 2 * since / length))
    return factor


def strike(*, today: date) -> tuple[date, date]:
    """First and last day of the strike at the warehouse, some eight months before ``today``."""
    last = today - timedelta(_STRIKE_ENDED_DAYS_AGO)
    return last - timedelta(_STRIKE_DAYS), last


def strike_factor(day: date, *, today: date) -> float:
    first, last = strike(today=today)
    if first <= day <= last:
        return 1.9 + 0.06 * (day - first).days
    since = (day - last).days
    return 1 + 0.9 * math.exp(-since / 5) if 0 < since < _STRIKE_FADES_DAYS else 1.0


def expected(day: date, *, today: date) -> float:
    """Relative volume of a day; 1 is an ordinary day at the start of the history."""
    growth: float = (1 + GROWTH_A_YEAR) ** ((day - today).days / 365 + 2)
    quiet = _HOLIDAY if day in holidays(day.year) else 1.0
    season = _MONTHS[day.month - 1] * campaign_factor(day) * strike_factor(day, today=today)
    return growth * quiet * season * _WEEK[day.weekday()]


def arrivals(*, today: date, scale: float, rng: Random) -> Iterator[datetime]:
    """Local arrival times over two years up to and including ``today``, in order; about 43,000 at scale 1."""
    days = [today - timedelta(DAYS - n) for n in range(DAYS + 1)]
    volumes = [expected(day, today=today) for day in days]
    unit = CASES * scale / sum(volumes)
    for day, volume in zip(days, volumes, strict=True):
        weather = rng.lognormvariate(0, 0.07)
        yield from _moments(day, _poisson(unit * volume * weather, rng), rng)


def _moments(day: date, count: int, rng: Random) -> Iterator[datetime]:
    free = day.weekday() >= len(_WEEK) - 2 or day in holidays(day.year)
    hours = rng.choices(range(24), _FREE_DAY_HOURS if free else _WEEKDAY_HOURS, k=count)
    for second in sorted(hour * 3600 + int(rng.random() * 3600) for hour in hours):
        yield datetime.combine(day, time()) + timedelta(seconds=second)


def _poisson(mean: float, rng: Random) -> int:
    """Knuth's product method below 30, the normal approximation above."""
    if mean > _POISSON_IS_NORMAL:
        return max(0, round(rng.gauss(mean, math.sqrt(mean))))
    limit, product, count = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count

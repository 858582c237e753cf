"""When the department is open, and which days are quiet: Swedish holidays by the law and by custom."""

from datetime import date, datetime, time, timedelta
from functools import cache

from dateutil.easter import easter

WEEKDAY_HOURS = (8, 18)
SATURDAY_HOURS = (10, 15)
_SATURDAY, _SUNDAY = 5, 6


@cache
def holidays(year: int) -> frozenset[date]:
    """Public holidays (lag 1989:253) with the three eves that count as Sundays in practice."""
    sunday = easter(year)
    midsummer = _first_on_or_after(date(year, 6, 20), _SATURDAY)
    fixed = [(1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)]
    moving = [sunday + timedelta(days) for days in (-2, 0, 1, 39)]
    saints = _first_on_or_after(date(year, 10, 31), _SATURDAY)
    return frozenset([*(date(year, *day) for day in fixed), *moving, midsummer - timedelta(1), midsummer, saints])


def _first_on_or_after(day: date, weekday: int) -> date:
    return day + timedelta((weekday - day.weekday()) % 7)


@cache
def open_between(day: date) -> tuple[datetime, datetime] | None:
    """Opening and closing time of a day, or ``None``."""
    if day.weekday() == _SUNDAY or day in holidays(day.year):
        return None
    start, end = SATURDAY_HOURS if day.weekday() == _SATURDAY else WEEKDAY_HOURS
    return datetime.combine(day, time(start)), datetime.combine(day, time(end))


def after_open_minutes(moment: datetime, minutes: float) -> datetime:
    """The local time at which the department has been open for so many minutes since ``moment``."""
    left = timedelta(minutes=minutes)
    day = moment.date()
    while True:
        hours = open_between(day)
        if hours and hours[1] > moment:
            start = max(hours[0], moment)
            if start + left <= hours[1]:
                return start + left
            left -= hours[1] - start
        day += timedelta(1)


def next_working_day(day: date, *, after: int) -> date:
    """The ``after``-th weekday after ``day`` that is no holiday."""
    while after:
        day += timedelta(1)
        if day.weekday() < _SATURDAY and day not in holidays(day.year):
            after -= 1
    return day

"""When the next one writes: agents while the department is open, customers in their own time."""

from datetime import date, datetime, time, timedelta
from random import Random

from lyhord.demo.arrivals import strike
from lyhord.demo.opening_hours import after_open_minutes, next_working_day

SLOWNESS = 1.15
_STRIKE_PACE = 2.6
_STRIKE_AFTERMATH = timedelta(days=6)
_AGENT_MEDIAN_MIN = {"N": 70, "P": 280, "A": 260, "K": 200, "m": 180}
_CUSTOMER_MEDIAN_H = {"B": 22, "S": 60, "M": 7, "T": 3, "H": 34}
_WAKES = 6


class Pace:
    """The tempo of one case; ``promised`` is the day an agent named latest."""

    def __init__(self, *, created: datetime, today: date, rng: Random) -> None:
        first, last = strike(today=today)
        self.in_strike = first <= created.date() <= last + _STRIKE_AFTERMATH
        self.promised = created.date()
        self._factor = SLOWNESS * (_STRIKE_PACE if self.in_strike else 1.0)
        self._rng = rng

    def agent_after(self, moment: datetime, kind: str) -> datetime:
        return after_open_minutes(moment, self._factor * self._rng.lognormvariate(0, 0.95) * _AGENT_MEDIAN_MIN[kind])

    def promise(self, moment: datetime) -> date:
        """A working day soon, remembered until it has come."""
        self.promised = next_working_day(moment.date(), after=self._rng.choices([1, 2, 3, 4], [20, 40, 28, 12])[0])
        return self.promised

    def news_after(self, moment: datetime) -> datetime:
        """Mostly on the promised day, now and then a day or two late."""
        day = next_working_day(self.promised - timedelta(1), after=self._rng.choices([1, 2, 3], [84, 11, 5])[0])
        kept = datetime.combine(day, time(8)) + timedelta(minutes=self._rng.triangular(10, 590, 330))
        return max(kept, after_open_minutes(moment, 25))

    def customer_after(self, moment: datetime, kind: str) -> datetime:
        then = moment + timedelta(hours=self._rng.lognormvariate(0, 0.9) * _CUSTOMER_MEDIAN_H[kind])
        return then + timedelta(hours=7.5) if then.hour < _WAKES else then

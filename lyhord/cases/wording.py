"""Times and sizes as people say them."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def at_length(at: datetime) -> str:
    """A moment in a sentence: ``today 15.00``, ``tomorrow 08.00``, ``24 November 08.00``."""
    local = timezone.localtime(at)
    return f"{day_in_words(local.date(), short=True)} {date_format(local, 'H.i')}"


def day_in_words(day: date, *, short: bool = False) -> str:
    """A day as heading or in a sentence: today, yesterday, a weekday with its date, older ones with the year."""
    today = timezone.localdate()
    near = {today: _("today"), today - timedelta(days=1): _("yesterday"), today + timedelta(days=1): _("tomorrow")}
    if day in near:
        return near[day]
    written = date_format(day, "j F" if short else "l j F")
    return written if day.year == today.year else f"{written} {day.year}"


def time_left(due: datetime, *, at: datetime) -> str:
    """How long is left, or how late it is, as the ring beside it shows: ``48 min``, ``2 h 5 min``, ``3 d 2 h``."""
    minutes = int(abs((due - at).total_seconds()) // 60)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    parts = [(days, "d"), (hours, "h")] if days > 1 else [(minutes // 60, "h"), (rest, "min")]
    words = "\N{NO-BREAK SPACE}".join(f"{amount}\N{NO-BREAK SPACE}{unit}" for amount, unit in parts if amount)
    words = words or "0\N{NO-BREAK SPACE}min"
    return _("%(time)s late") % {"time": words} if due < at else words

"""What an acknowledgement says: variables of a closed list, and times in the customer's language."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.utils import timezone, translation
from django.utils.dateformat import format as format_moment
from django.utils.translation import gettext_lazy as _

from lyhord.cases.models import Acknowledgement, Case, Queue

LANGUAGES: Final = {
    "sv": _("Swedish"),
    "en": _("English"),
    "nb": _("Norwegian"),
    "da": _("Danish"),
    "fi": _("Finnish"),
    "de": _("German"),
}
_WITHIN: Final = {
    "sv": ("inom {}", "minut", "minuter", "timme", "timmar", "dygn", "dygn"),
    "en": ("within {}", "minute", "minutes", "hour", "hours", "day", "days"),
    "nb": ("innen {}", "minutt", "minutter", "time", "timer", "døgn", "døgn"),
    "da": ("inden for {}", "minut", "minutter", "time", "timer", "døgn", "døgn"),
    "fi": ("{} kuluessa", "minuutin", "minuutin", "tunnin", "tunnin", "vuorokauden", "vuorokauden"),
    "de": ("innerhalb von {}", "Minute", "Minuten", "Stunde", "Stunden", "Tag", "Tagen"),
}
_MOMENTS: Final = {
    "sv": r"l j F \k\l. H.i",
    "en": "l j F, H:i",
    "nb": r"l j. F \k\l. H.i",
    "da": r"l j. F \k\l. H.i",
    "fi": r"l j.n. \k\l\o H.i",
    "de": r"l, j. F, H:i \U\h\r",
}
_VARIABLE: Final = re.compile(r"\{\{\s*([a-z_.]+)\s*\}\}")
_DAY_MIN: Final = 1440

VARIABLES: Final[dict[str, tuple[object, Callable[[Acknowledgement, Case], str]]]] = {
    "customer.first_name": (_("The customer's first name"), lambda _said, case: case.customer.first_name),
    "case.number": (_("The case number"), lambda _said, case: str(case)),
    "case.subject": (_("The case's subject"), lambda _said, case: case.subject),
    "queue.name": (_("The queue's name"), lambda _said, case: case.queue.name),
    "queue.opening_hours": (_("The opening hours below"), lambda said, _case: said.opening_hours),
    "answer.within": (
        _("How soon the queue answers: “within 8 hours”"),
        lambda said, case: in_time(case.queue.response_time_min, said.language),
    ),
    "answer.by": (
        _("When the answer is due: a day and an hour"),
        lambda said, case: moment(case.reply_due_at, said.language),
    ),
}


class UnknownVariable(ValueError):  # noqa: N818 -- a named fact, worded for the form
    """The text uses a variable that does not exist; ``name`` says which."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no variable “{name}”. Choose one of: {', '.join(VARIABLES)}.")
        self.name = name


def require_known_variables(body: str) -> None:
    """Raise ``UnknownVariable`` for the first variable of a text that does not exist."""
    unknown = next((name for name in _VARIABLE.findall(body) if name not in VARIABLES), "")
    if unknown:
        raise UnknownVariable(unknown)


def acknowledgement_for(*, queue: Queue, language: str) -> Acknowledgement | None:
    """The queue's text in the customer's language, else in the queue's own; None when the queue is silent."""
    texts = {each.language: each for each in queue.acknowledgements.all()}
    spoken = language.lower().partition("-")[0]
    return texts.get({"no": "nb", "nn": "nb"}.get(spoken, spoken)) or texts.get(queue.language)


def fill(*, acknowledgement: Acknowledgement, case: Case) -> str:
    """The text as plain text with its variables filled in."""
    return _VARIABLE.sub(
        lambda found: VARIABLES[found[1]][1](acknowledgement, case) if found[1] in VARIABLES else found[0],
        acknowledgement.body,
    )


def in_time(minutes: int, language: str) -> str:
    """A response time in words: ``inom 8 timmar``, ``within 2 days``."""
    whole, minute, minutes_word, hour, hours, day, days = _WITHIN.get(language, _WITHIN["en"])
    for size, one, many in ((_DAY_MIN, day, days), (60, hour, hours)):
        if minutes >= size and minutes % size == 0:
            amount = minutes // size
            return whole.format(f"{amount} {one if amount == 1 else many}")
    return whole.format(f"{minutes} {minute if minutes == 1 else minutes_word}")


def moment(at: datetime | None, language: str) -> str:
    """A moment in the words of a language: ``måndag 23 november kl. 10.30``; empty for none."""
    if at is None:
        return ""
    known = language if language in _MOMENTS else "en"
    with translation.override(known):
        return format_moment(timezone.localtime(at), _MOMENTS[known])

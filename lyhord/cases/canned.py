"""Variables of canned replies: a closed list, so that a text can neither compute nor reach anything else."""

import re
from collections.abc import Callable
from datetime import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from lyhord.cases.models import Case
from lyhord.people.models import Agent

_VARIABLE = re.compile(r"\{\{\s*([a-z_.]+)\s*\}\}")

VARIABLES: dict[str, tuple[object, Callable[[Case, Agent, datetime], str]]] = {
    "customer.name": (_("The customer's whole name"), lambda case, _agent, _at: case.customer.name),
    "customer.first_name": (_("The customer's first name"), lambda case, _agent, _at: case.customer.first_name),
    "case.number": (_("The case number"), lambda case, _agent, _at: str(case)),
    "case.subject": (_("The case's subject"), lambda case, _agent, _at: case.subject),
    "queue.name": (_("The queue's name"), lambda case, _agent, _at: case.queue.name),
    "agent.name": (_("Your whole name"), lambda _case, agent, _at: agent.name),
    "agent.first_name": (_("Your first name"), lambda _case, agent, _at: agent.first_name),
    "today": (_("Today's date"), lambda _case, _agent, at: formats.date_format(timezone.localtime(at), "j F Y")),
}


class UnknownVariable(ValueError):  # noqa: N818 -- a named fact, worded for the form
    """The text uses a variable that does not exist; ``name`` says which."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no variable “{name}”. Choose one of: {', '.join(VARIABLES)}.")
        self.name = name


def require_known_variables(body: str) -> None:
    """Raise ``UnknownVariable`` for the first variable of a text that does not exist."""
    for name in _VARIABLE.findall(body):
        if name not in VARIABLES:
            raise UnknownVariable(name)


def fill(*, body: str, case: Case, agent: Agent, at: datetime) -> str:
    """The text with its variables filled in; an unknown one stays as written, so that somebody sees it."""

    def value(match: re.Match[str]) -> str:
        known = VARIABLES.get(match.group(1))
        return known[1](case, agent, at) if known else match.group(0)

    return _VARIABLE.sub(value, body)

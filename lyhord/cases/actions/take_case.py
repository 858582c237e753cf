from datetime import datetime

from lyhord.cases.actions.assign_case import give
from lyhord.cases.models import Case
from lyhord.core.actions import action
from lyhord.people.models import Agent


class CaseAlreadyTaken(Exception):  # noqa: N818 -- a named fact, worded by views
    """A colleague was quicker; ``assignee`` names them."""

    def __init__(self, assignee: Agent) -> None:
        super().__init__(f"{assignee.name} has already taken the case.")
        self.assignee = assignee


@action(permission="cases.take")
def take_case(*, case: Case, by: Agent, at: datetime) -> Case:
    """Make the agent responsible for an unassigned case; of two who take it at once, one gets it.

    Raises ``CaseAlreadyTaken`` for who comes second.
    """
    case = Case.objects.locked(case.pk)
    if case.assignee is not None and case.assignee_id != by.pk:
        raise CaseAlreadyTaken(case.assignee)
    return give(case=case, assignee=by, by=by, at=at)

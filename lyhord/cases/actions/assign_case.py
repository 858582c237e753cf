from datetime import datetime

from lyhord.cases.models import Case
from lyhord.cases.timeline import record_change
from lyhord.core.actions import Actor, action
from lyhord.people.models import Agent


class AssigneeMayNotSeeCase(Exception):  # noqa: N818 -- a named fact, worded by views
    """The colleague has no access to the case's queue, so the case would vanish for everybody."""


@action(permission="cases.assign", records=("assignee",))
def assign_case(*, case: Case, assignee: Agent | None, version: int | None = None, by: Actor, at: datetime) -> Case:
    """Make a colleague responsible for the case, or nobody; a new case counts as open once somebody has it."""
    case = Case.objects.locked(case.pk)
    case.require_version(version)
    return give(case=case, assignee=assignee, by=by, at=at)


def give(*, case: Case, assignee: Agent | None, by: Actor, at: datetime) -> Case:
    """Move a locked case to its new assignee and write it in the timeline; the same one again changes nothing."""
    former = case.assignee_id
    if former == (assignee.pk if assignee else None):
        return case
    if assignee is not None and not assignee.has_permission("cases.see"):
        raise AssigneeMayNotSeeCase
    case.give_to(assignee, at=at)
    record_change(
        case=case,
        what="assigned",
        by=by,
        at=at,
        from_assignee=former,
        to_assignee=assignee.pk if assignee else None,
        to_name=assignee.name if assignee else "",
    )
    return case

from datetime import datetime

from lyhord.cases.actions.add_note import add_note
from lyhord.cases.actions.assign_case import give
from lyhord.cases.actions.move_case import put_in
from lyhord.cases.models import Case, Queue
from lyhord.core.actions import action
from lyhord.people.models import Agent


@action(permission="cases.assign", records=("queue", "assignee"))
def hand_over_case(
    *,
    case: Case,
    queue: Queue | None = None,
    assignee: Agent | None = None,
    note: str,
    version: int | None = None,
    by: Agent,
    at: datetime,
) -> Case:
    """Give the case to another queue or colleague together with a note that tells what they need to know."""
    case = Case.objects.locked(case.pk)
    case.require_version(version)
    if note.strip():
        add_note(case=case, html=note, by=by, at=at)
        case.refresh_from_db()
    if queue is not None:
        put_in(case=case, queue=queue, by=by, at=at)
    return give(case=case, assignee=assignee, by=by, at=at)

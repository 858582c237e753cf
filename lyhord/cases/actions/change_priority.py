from datetime import datetime

from lyhord.cases.models import Case
from lyhord.cases.timeline import record_change
from lyhord.core.actions import Actor, action


@action(permission="cases.change", records=("priority",))
def change_priority(*, case: Case, priority: int, version: int | None = None, by: Actor, at: datetime) -> Case:
    """Say how urgent the case is."""
    case = Case.objects.locked(case.pk)
    case.require_version(version)
    former = case.priority
    if former == priority:
        return case
    case.note_activity(at=at, priority=Case.Priority(priority).value)
    record_change(case=case, what="priority", by=by, at=at, from_priority=former, to_priority=priority)
    return case

from datetime import datetime

from lyhord.cases.models import Case
from lyhord.cases.timeline import record_change
from lyhord.core.actions import Actor, action


@action(permission="cases.change", records=("status",))
def change_status(*, case: Case, status: int, version: int | None = None, by: Actor, at: datetime) -> Case:
    """Set the case's status; settling stops its clock, opening it again starts one."""
    case = Case.objects.locked(case.pk)
    case.require_version(version)
    former = case.status
    if former == status:
        return case
    case.change_status(status=Case.Status(status).value, at=at)
    record_change(case=case, what="status", by=by, at=at, from_status=former, to_status=status)
    return case

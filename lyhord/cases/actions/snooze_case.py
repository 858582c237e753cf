from datetime import datetime

from lyhord.cases.models import Case
from lyhord.cases.timeline import record_change
from lyhord.core.actions import Actor, action


@action(permission="cases.change", records=("until",))
def snooze_case(*, case: Case, until: datetime | None, version: int | None = None, by: Actor, at: datetime) -> Case:
    """Put the case out of sight until a moment ahead, or fetch it back with ``None``; a new message fetches it too.

    The clock towards the customer goes on: putting a case aside keeps no promise.
    """
    case = Case.objects.locked(case.pk)
    case.require_version(version)
    if until is not None and until <= at:
        raise ValueError("Choose a moment ahead; this one has passed.")
    if case.snoozed_until == until:
        return case
    case.note_activity(at=at, snoozed_until=until)
    record_change(case=case, what="snoozed", by=by, at=at, until=until.isoformat() if until else None)
    return case


@action(permission="cases.change")
def wake_case(*, case: Case, by: Actor, at: datetime) -> Case:
    """Show a case again whose time has come; done by the program each minute."""
    case = Case.objects.locked(case.pk)
    if case.snoozed_until is None or case.snoozed_until > at:
        return case
    case.note_activity(at=at, snoozed_until=None)
    record_change(case=case, what="woken", by=by, at=at)
    return case

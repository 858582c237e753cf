from datetime import datetime

from lyhord.cases.models import Case
from lyhord.cases.timeline import record_change
from lyhord.core.actions import Actor, action


@action(permission="cases.change")
def change_subject(*, case: Case, subject: str, version: int | None = None, by: Actor, at: datetime) -> Case:
    """Give the case a subject that says what it is about; the messages keep theirs."""
    case = Case.objects.locked(case.pk)
    case.require_version(version)
    wanted = " ".join(subject.split())[:300]
    if not wanted or wanted == case.subject:
        return case
    former = case.subject
    case.note_activity(at=at, subject=wanted)
    record_change(case=case, what="subject", by=by, at=at, from_subject=former, to_subject=wanted)
    return case

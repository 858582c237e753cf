from datetime import datetime

from lyhord.cases.models import Case, Queue
from lyhord.cases.timeline import record_change
from lyhord.core.actions import Actor, action


@action(permission="cases.move", records=("queue",))
def move_case(*, case: Case, queue: Queue, version: int | None = None, by: Actor, at: datetime) -> Case:
    """Let another queue answer the case; it keeps its waiting time."""
    case = Case.objects.locked(case.pk)
    case.require_version(version)
    return put_in(case=case, queue=queue, by=by, at=at)


def put_in(*, case: Case, queue: Queue, by: Actor, at: datetime) -> Case:
    """Move a locked case to a queue and write it in the timeline; the same queue again changes nothing."""
    former = case.queue
    if former.pk == queue.pk:
        return case
    case.note_activity(at=at, queue=queue)
    record_change(
        case=case,
        what="moved",
        by=by,
        at=at,
        from_queue=former.pk,
        from_name=former.name,
        to_queue=queue.pk,
        to_name=queue.name,
    )
    return case

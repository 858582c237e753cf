from django.http import HttpRequest
from ninja import Router, Schema

from lyhord.cases.api.shapes import QueueOut
from lyhord.cases.models import Queue
from lyhord.core.rest import agent_of, requires

router = Router()


class QueueDetail(QueueOut):
    language: str
    is_restricted: bool
    response_time_min: int
    teams: list[str]


class QueueList(Schema):
    items: list[QueueDetail]


@router.get("/queues", response=QueueList, summary="List queues")
@requires("cases.see")
def list_queues(request: HttpRequest) -> QueueList:
    queues = Queue.objects.visible_to(agent_of(request)).prefetch_related("teams")
    return QueueList(items=[_shown(queue) for queue in queues])


def _shown(queue: Queue) -> QueueDetail:
    return QueueDetail(
        id=queue.pk,
        slug=queue.slug,
        name=queue.name,
        language=queue.language,
        is_restricted=queue.is_restricted,
        response_time_min=queue.response_time_min,
        teams=[team.name for team in queue.teams.all()],
    )

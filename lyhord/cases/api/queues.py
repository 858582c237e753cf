from django.http import HttpRequest
from ninja import Field, Router, Schema

from lyhord.cases.api.shapes import QueueOut
from lyhord.cases.models import Queue
from lyhord.core.rest import agent_of, requires

router = Router()


class QueueDetail(QueueOut):
    language: str
    is_restricted: bool
    response_time_min: int
    teams: list[str]
    quotes_history: bool = Field(description="Whether answers quote the customer's message unless one says otherwise.")
    acknowledgements: list[str] = Field(description="Languages in which the queue acknowledges new cases by itself.")


class QueueList(Schema):
    items: list[QueueDetail]


@router.get("/queues", response=QueueList, summary="List queues")
@requires("cases.see")
def list_queues(request: HttpRequest) -> QueueList:
    queues = Queue.objects.visible_to(agent_of(request)).prefetch_related("teams", "acknowledgements")
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
        quotes_history=queue.quotes_history,
        acknowledgements=[each.language for each in queue.acknowledgements.all()],
    )

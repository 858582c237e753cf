from datetime import datetime

from lyhord.cases.models import Acknowledgement, CannedReply, Queue
from lyhord.channels.models import Mailbox
from lyhord.demo.chapters import Progress
from lyhord.demo.department import DemoQueue
from lyhord.demo.ready_texts import ready_texts
from lyhord.demo.world import World
from lyhord.people.models import Team


class Desks:
    """The queues with addresses and signatures, and the texts agents have ready; ids follow the department."""

    name = "Köer och makron"

    def steps(self, world: World) -> int:
        return len(world.department.queues)

    def write(self, world: World, *, now: datetime, progress: Progress) -> None:  # noqa: ARG002 -- a chapter's shape
        queues = {}
        for desk in world.department.queues:
            queues[desk.slug] = _queue(desk)
            _acknowledgements(desk, queues[desk.slug])
            _mailboxes(desk, queues[desk.slug], world.department.mailbox_names)
            progress(1)
        for text in ready_texts():
            reply = CannedReply.objects.create(
                title=text.title, shortcut=text.shortcut, body=text.body, language=text.language, uses=text.uses
            )
            reply.queues.set([queues[slug] for slug in text.queues])


def _queue(desk: DemoQueue) -> Queue:
    queue = Queue.objects.create(
        pk=desk.index + 1,
        name=desk.name,
        slug=desk.slug,
        signature=desk.signature,
        response_time_min=desk.response_time_min,
        position=desk.index,
    )
    queue.teams.set(Team.objects.filter(name__in=desk.teams))
    return queue


def _acknowledgements(desk: DemoQueue, queue: Queue) -> None:
    Acknowledgement.objects.bulk_create(
        Acknowledgement(queue=queue, language=language, body=body, opening_hours=opening_hours)
        for language, body, opening_hours in desk.acknowledgements
    )


def _mailboxes(desk: DemoQueue, queue: Queue, names: dict[str, str]) -> None:
    for address in desk.mailboxes:
        Mailbox.objects.create(
            address=address, name=names[address], queue=queue, is_primary=address == desk.mailboxes[0]
        )

from datetime import datetime

from lyhord.cases.actions.receive_message import IncomingMessage, open_case
from lyhord.cases.models import Case, Queue
from lyhord.core.actions import Actor, action


@action(permission="cases.create", records=("queue",))
def take_down_message(*, queue: Queue, message: IncomingMessage, by: Actor, at: datetime) -> Case:  # noqa: ARG001 -- the message has its own
    """Open a case with what a customer wrote elsewhere, such as in a form of another system; it waits for an answer."""
    return open_case(queue=queue, message=message, by=by).case

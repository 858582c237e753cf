from lyhord.cases.models import Acknowledgement
from lyhord.core.actions import Actor, action


@action(permission="cases.edit_queues")
def remove_acknowledgement(*, acknowledgement: Acknowledgement, by: Actor) -> None:  # noqa: ARG001 -- for the trail
    """Let the queue be silent in this language again."""
    acknowledgement.delete()

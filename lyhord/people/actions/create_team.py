from lyhord.core.actions import Actor, action
from lyhord.people.models import Team


@action(permission="people.edit")
def create_team(*, name: str, description: str, by: Actor) -> Team:  # noqa: ARG001 -- for the trail
    """Let colleagues share queues under a name."""
    return Team.objects.create(name=name, description=description)

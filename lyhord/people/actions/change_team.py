from collections.abc import Iterable

from lyhord.core.actions import Actor, action
from lyhord.people.models import Agent, Team


@action(permission="people.edit", records=("members",))
def change_team(
    *,
    team: Team,
    name: str,
    description: str,
    members: Iterable[Agent],
    by: Actor,  # noqa: ARG001 -- for the trail
) -> None:
    """Change a team's name and who is in it."""
    team.name, team.description = name, description
    team.save(update_fields=["name", "description"])
    team.agents.set(members)

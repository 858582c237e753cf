from typing import Literal

from lyhord.core.actions import Actor, action
from lyhord.people.models import Agent

Changeable = Literal["name", "title", "signature", "language", "theme", "uses_shortcuts"]


@action(permission="people.be_present")
def change_profile(
    *,
    agent: Agent,
    changes: dict[Changeable, str | bool],
    by: Actor,  # noqa: ARG001 -- for the trail
) -> None:
    """Change how colleagues and customers see the agent, and how the program looks to the agent."""
    for name, value in changes.items():
        setattr(agent, name, value)
    agent.save(update_fields=list(changes))

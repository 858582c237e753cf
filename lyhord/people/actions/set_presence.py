from datetime import datetime

from lyhord.core.actions import Actor, action
from lyhord.core.events import publish
from lyhord.core.live import publish as show
from lyhord.people.events import PresenceChanged
from lyhord.people.models import Agent


@action(permission="people.be_present", records=("presence",))
def set_presence(*, agent: Agent, presence: str, by: Actor, at: datetime) -> None:  # noqa: ARG001 -- for the trail
    """Show colleagues at once whether the agent can be reached."""
    agent.be(presence, at=at)
    publish(PresenceChanged(agent_id=agent.pk, presence=presence))
    show(topics=["everyone"], kind="presence", body={"agent": agent.pk, "presence": presence})

from procrastinate.contrib.django import app

from lyhord.core.actions import Actor, action
from lyhord.people.giving import require_within_own
from lyhord.people.models import Agent

JOB = "lyhord.people.jobs.send_invitation"


@action(permission="people.edit")
def invite_agent(*, agent: Agent, by: Actor) -> None:
    """Send a colleague the link by which they choose how to sign in; the letter leaves with the transaction."""
    require_within_own(by=by, roles=agent.roles.all())
    app.configure_task(JOB, allow_unknown=False).defer(agent_id=agent.pk, inviter=str(by))

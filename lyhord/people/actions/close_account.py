from datetime import datetime

from allauth.usersessions.models import UserSession

from lyhord.core.actions import Actor, action
from lyhord.people.giving import require_administrator_besides, require_within_own
from lyhord.people.models import Agent


@action(permission="people.edit")
def close_account(*, agent: Agent, by: Actor, at: datetime) -> None:
    """End a colleague's access at once, everywhere; what they wrote stays theirs."""
    require_within_own(by=by, roles=agent.roles.all())
    require_administrator_besides(agent=agent)
    agent.is_active = False
    agent.save(update_fields=["is_active"])
    agent.be(Agent.Presence.OFFLINE, at=at)
    agent.api_tokens.filter(revoked_at=None).update(revoked_at=at)
    for session in UserSession.objects.filter(user=agent):
        session.end()

from collections.abc import Iterable

from lyhord.core.actions import Actor, action
from lyhord.people.giving import require_within_own
from lyhord.people.models import Agent, Role, Team


@action(permission="people.edit")
def create_agent(
    *,
    email: str,
    name: str,
    roles: Iterable[Role],
    teams: Iterable[Team] = (),
    password: str | None = None,
    by: Actor,
) -> Agent:
    """Give a colleague an account; without a password it is opened by invitation."""
    roles = list(roles)
    require_within_own(by=by, roles=roles)
    agent = Agent.objects.create_user(email=email, password=password, name=name)
    agent.roles.set(roles)
    agent.teams.set(teams)
    return agent

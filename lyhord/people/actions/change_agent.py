from collections.abc import Iterable

from lyhord.core.actions import Actor, action
from lyhord.people.giving import require_administrator_besides, require_within_own
from lyhord.people.models import Agent, Role, Team


@action(permission="people.edit", records=("roles", "teams"))
def change_agent(
    *, agent: Agent, name: str, title: str, roles: Iterable[Role], teams: Iterable[Team], by: Actor
) -> None:
    """Change what a colleague is called and may do.

    Raises ``NotPermitted`` for roles above the actor's own and ``LatestAdministrator``.
    """
    roles = list(roles)
    require_within_own(by=by, roles=[*agent.roles.all(), *roles])
    if not any("*" in role.permissions for role in roles):
        require_administrator_besides(agent=agent)
    agent.name, agent.title = name, title
    agent.save(update_fields=["name", "title"])
    agent.roles.set(roles)
    agent.teams.set(teams)

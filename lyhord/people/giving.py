"""Who may give which roles: nobody lifts a colleague above themselves."""

from collections.abc import Iterable

from lyhord.core.actions import Actor, NotPermitted
from lyhord.people.models import Agent, Role


class LatestAdministrator(Exception):  # noqa: N818 -- a named fact, worded by views
    """The change would leave nobody who may do everything."""


def require_within_own(*, by: Actor, roles: Iterable[Role]) -> None:
    """Raise ``NotPermitted`` when a role allows what ``by`` may not, unless ``by`` may change roles anyway."""
    if by.has_permission("people.edit_roles"):
        return
    for role in roles:
        for code in role.permissions:
            if not by.has_permission(code):
                raise NotPermitted("people.edit_roles")


def require_administrator_besides(*, agent: Agent) -> None:
    """Raise ``LatestAdministrator`` when no other active agent has a role that allows everything."""
    others = Agent.objects.active().exclude(pk=agent.pk)
    if (
        agent.roles.filter(permissions__contains=["*"]).exists()
        and not others.filter(roles__permissions__contains=["*"]).exists()
    ):
        raise LatestAdministrator

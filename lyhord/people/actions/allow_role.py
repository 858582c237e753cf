from lyhord.core.actions import Actor, NotPermitted, action
from lyhord.people.models import Role


class AllowsEverything(Exception):  # noqa: N818 -- a named fact, worded by views
    """The role allows everything; nothing can be added to it or taken from it."""


@action(permission="people.edit_roles", records=("code",))
def allow_role(*, role: Role, code: str, by: Actor) -> None:
    """Let a role do one thing more; nobody gives what they lack themselves."""
    if not by.has_permission(code):
        raise NotPermitted(code)
    role = _changeable(role)
    role.permissions = sorted({*role.permissions, code})
    role.save(update_fields=["permissions"])


@action(permission="people.edit_roles", records=("code",))
def deny_role(*, role: Role, code: str, by: Actor) -> None:  # noqa: ARG001 -- for the trail
    """Let a role do one thing less; of a whole room's permissions the others stay."""
    role = _changeable(role)
    role.permissions = sorted(role.spelt_out() - {code})
    role.save(update_fields=["permissions"])


def _changeable(role: Role) -> Role:
    role = Role.objects.select_for_update().get(pk=role.pk)
    if "*" in role.permissions:
        raise AllowsEverything
    return role

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lyhord.core.permissions import declared
from lyhord.people.models import Agent, Role, Team

# The database sorts by code point (its build has no ICU), where å, ä and ö stand among symbols.
_SWEDISH_LAST = str.maketrans("åäö", "{|}")

ROOMS = {
    "cases": gettext_noop("Cases"),
    "customers": gettext_noop("Customers"),
    "channels": gettext_noop("Channels"),
    "people": gettext_noop("People and access"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """Whether a role may do a thing; ``is_fixed`` when the role may do everything."""

    role: Role
    is_allowed: bool
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class PermissionRow:
    code: str
    words: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RoomRows:
    heading: str
    rows: tuple[PermissionRow, ...]


def colleagues(*, agent: Agent, words: str = "", is_active: bool = True) -> list[Agent]:
    """Agents the agent may see, in Swedish order, with roles and teams; ``words`` are found in name or address."""
    found = Agent.objects.visible_to(agent).filter(is_active=is_active).prefetch_related("roles", "teams")
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return sorted(found, key=lambda each: (swedish(each.name), each.pk))


def teams_with_sizes() -> QuerySet[Team]:
    """All teams with ``size``, the number of active agents in each."""
    return Team.objects.annotate(size=Count("agents", filter=Q(agents__is_active=True))).order_by("name", "pk")


def roles_with_sizes() -> list[Role]:
    """All roles with ``size``, the widest last."""
    roles = Role.objects.annotate(size=Count("agents", filter=Q(agents__is_active=True)))
    return sorted(roles, key=lambda role: (len(role.spelt_out()), role.pk))


def permission_matrix(*, roles: Iterable[Role]) -> list[RoomRows]:
    """Everything one can be allowed to do, by room, and which of ``roles`` may do it."""
    roles = list(roles)
    by_room: dict[str, list[PermissionRow]] = {}
    for code, words in declared.items():
        cells = tuple(cell_of(role=role, code=code) for role in roles)
        by_room.setdefault(code.split(".")[0], []).append(PermissionRow(code, str(words), cells))
    order = [*ROOMS, *(room for room in by_room if room not in ROOMS)]
    return [RoomRows(_(ROOMS.get(room, room.title())), tuple(by_room[room])) for room in order if room in by_room]


def cell_of(*, role: Role, code: str) -> Cell:
    return Cell(role=role, is_allowed=role.allows(code), is_fixed="*" in role.permissions)


def swedish(text: str) -> str:
    """A key that sorts å, ä and ö after z."""
    return text.casefold().translate(_SWEDISH_LAST)

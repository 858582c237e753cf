"""Ways through the program: each room registers its entries; the shell shows those that the agent may use."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Group(IntEnum):
    """Where an entry stands; the order is that of the menu."""

    WORK = 1
    LEAD = 2
    ADMINISTER = 3
    SETTINGS = 4


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One way to a page.

    ``count`` is asked with the agent and returns how many things wait there; it must be cheap (an index, open cases
    only). ``tone`` colours that number when it asks for attention. ``keys`` is a shortcut such as ``g m``. ``tabbar``
    gives the short word under the icon on a telephone; ``heading`` the section of the settings' side menu.
    Besides its own address an entry is current on every path that begins with one of ``covers``.
    """

    label: "StrOrPromise"
    icon: str
    url_name: str
    kwargs: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    group: Group = Group.WORK
    order: int = 100
    permission: str = ""
    count: Callable[[Any], int] | None = None
    tone: str = ""
    keys: str = ""
    tabbar: "StrOrPromise" = ""
    heading: "StrOrPromise" = ""
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Shortcut:
    """A key that a page answers, for the list of all shortcuts; ``keys`` as in ``mod+k``, ``g m`` or ``r``."""

    keys: str
    label: "StrOrPromise"
    group: "StrOrPromise"
    permission: str = ""


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One thing found by the command palette; ``note`` stands beside it in small, ``aside`` at the end of its line."""

    label: str
    url: str
    icon: str
    note: str = ""
    aside: str = ""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A room's answer to the palette: ``find`` gets the agent and the text, and returns a handful, best first."""

    heading: "StrOrPromise"
    find: Callable[[Any, str], Sequence[Hit]]
    permission: str = ""


@dataclass(frozen=True)
class Found:
    heading: "StrOrPromise"
    hits: Sequence[Hit]


entries: list[Entry] = []
shortcuts: list[Shortcut] = []
sources: list[Source] = []


def register(*new: Entry | Shortcut | Source) -> None:
    """Add ways, shortcuts and sources of hits; called in a room's ``registrations.py``."""
    for each in new:
        match each:
            case Entry():
                entries.append(each)
            case Shortcut():
                shortcuts.append(each)
            case Source():
                sources.append(each)


def hits_for(*, agent: Any, query: str) -> list[Found]:
    """What every room finds for ``query`` among what the agent may see; rooms without hits are left out."""
    allowed = [source for source in sources if not source.permission or agent.has_permission(source.permission)]
    found = [Found(source.heading, source.find(agent, query)) for source in allowed]
    return [each for each in found if each.hits]

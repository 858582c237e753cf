"""The menu as one agent sees it."""

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from django.core.cache import caches
from django.urls import NoReverseMatch, reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from lyhord.core.navigation import Entry, Group, Shortcut, entries, shortcuts

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

HEADINGS: "dict[Group, StrOrPromise]" = {
    Group.WORK: "",
    Group.LEAD: _("Plan and follow up"),
    Group.ADMINISTER: _("Administer"),
}
COUNT_FRESH_S = 10


@dataclass(frozen=True, slots=True)
class Link:
    """An entry whose page exists and that the agent may open; ``count`` is zero when nothing waits."""

    entry: Entry
    url: str
    is_current: bool
    count: int

    @property
    def key(self) -> str:
        return slugify(self.url.replace("/", "-").replace("=", "-"))


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    heading: "StrOrPromise"
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Menus:
    """The main menu and the side menu of the settings, each in sections."""

    main: list[Section]
    settings: list[Section]


def menus_for(*, agent: Any, path: str) -> Menus:
    """What one agent may go to; ``path`` (with its query) decides which link is the current one."""
    links = _links(agent=agent, path=path)
    return Menus(main=_main(links), settings=_settings([link for link in links if link.entry.group == Group.SETTINGS]))


def first_page_for(*, agent: Any) -> str:
    """Where the agent's work begins: the first page of the menu, else the own profile."""
    first = next((link.url for section in menus_for(agent=agent, path="").main for link in section.links), "")
    return first or reverse("people:profile")


def shortcuts_for(*, agent: Any) -> dict[str, list[Shortcut]]:
    """All single-key shortcuts the agent may use, by group; ways to pages come from the menu."""
    groups: dict[str, list[Shortcut]] = {}
    for shortcut in shortcuts:
        if not shortcut.permission or agent.has_permission(shortcut.permission):
            groups.setdefault(str(shortcut.group), []).append(shortcut)
    return groups


def _main(links: list[Link]) -> list[Section]:
    settings = {link.url for link in links if link.entry.group == Group.SETTINGS}
    if any(link.is_current and link.url in settings for link in links):
        links = [replace(link, is_current=link.url in settings) for link in links]
    sections = [
        Section(group.name.lower(), heading, tuple(link for link in links if link.entry.group == group))
        for group, heading in HEADINGS.items()
    ]
    return [section for section in sections if section.links]


def _settings(links: list[Link]) -> list[Section]:
    """In sections by the heading each entry names."""
    headings = dict.fromkeys(str(link.entry.heading) for link in links)
    return [
        Section(f"settings-{number}", heading, tuple(link for link in links if str(link.entry.heading) == heading))
        for number, heading in enumerate(headings)
    ]


def _links(*, agent: Any, path: str) -> list[Link]:
    reachable = [(entry, url) for entry in sorted(entries, key=_place) if (url := _url_for(entry, agent=agent))]
    current = _current(reachable, path=path)
    return [
        Link(entry=entry, url=url, is_current=url == current, count=_count(entry, url, agent=agent))
        for entry, url in reachable
    ]


def _place(entry: Entry) -> tuple[int, int]:
    return entry.group, entry.order


def _url_for(entry: Entry, *, agent: Any) -> str:
    if entry.permission and not agent.has_permission(entry.permission):
        return ""
    address = _address_of(entry.url_name, tuple(entry.kwargs.items()))
    return address and address + entry.query


@cache
def _address_of(url_name: str, kwargs: tuple[tuple[str, Any], ...]) -> str:
    try:
        return reverse(url_name, kwargs=dict(kwargs))
    except NoReverseMatch:
        return ""


def _current(reachable: list[tuple[Entry, str]], *, path: str) -> str:
    """The address whose path, or one it covers, is the longest beginning of ``path``: a case keeps its list marked."""
    begins = [(start, url) for entry, url in reachable for start in (url, *entry.covers)]
    fitting = [(len(start), url) for start, url in begins if path == start or (start != "/" and path.startswith(start))]
    return max(fitting, default=(0, ""))[1]


def _count(entry: Entry, url: str, *, agent: Any) -> int:
    if entry.count is None:
        return 0
    key = f"nav-count:{agent.pk}:{url}"
    process = caches["process"]
    known = process.get(key)
    if known is None:
        known = entry.count(agent)
        process.set(key, known, COUNT_FRESH_S)
    return int(known)

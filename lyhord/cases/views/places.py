"""The lists of cases an agent moves between, by the name that addresses carry."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lyhord.cases.models import Case, Queue
from lyhord.cases.queries import InboxPage, InboxRow, inbox_page
from lyhord.people.models import Agent

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TITLES: dict[str, "StrOrPromise"] = {
    "mine": _("My cases"),
    "unassigned": _("Unassigned"),
    "waiting": _("Waiting"),
    "snoozed": _("Put aside"),
    "all": _("All cases"),
    "resolved": _("Recently resolved"),
}
BY_ACTIVITY = {"waiting", "snoozed", "all", "resolved"}
EMPTY: dict[str, "tuple[StrOrPromise, StrOrPromise]"] = {
    "mine": (_("You have answered everything"), _("Take an unassigned case when you have a moment.")),
    "unassigned": (_("Everything has somebody"), _("New cases appear here by themselves.")),
    "queue": (_("The queue is empty"), _("New cases appear here by themselves.")),
    "waiting": (_("Nobody is waited for"), _("Cases stand here until the customer or somebody else has answered.")),
    "snoozed": (_("Nothing is put aside"), _("Press S in a case to have it come back later.")),
    "all": (_("There are no cases yet"), _("A case is made when a customer writes.")),
    "resolved": (_("Nothing resolved yet"), _("Cases stand here when they are done.")),
}


@dataclass(frozen=True, slots=True)
class Place:
    """One list: a view of its own or a queue."""

    view: str
    queue: Queue | None = None

    @property
    def title(self) -> "StrOrPromise":
        return self.queue.name if self.queue else TITLES[self.view]

    @property
    def code(self) -> str:
        """How a case's address names the list it was opened from."""
        return f"queue.{self.queue.slug}" if self.queue else self.view

    @property
    def url(self) -> str:
        return (
            reverse("cases:queue", args=[self.queue.slug]) if self.queue else reverse("cases:inbox", args=[self.view])
        )

    @property
    def rows_url(self) -> str:
        return f"{self.url}rows/"

    @property
    def suffix(self) -> str:
        return "" if self.view == "mine" else f"?in={self.code}"

    @property
    def goes_by_time_left(self) -> bool:
        return self.view not in BY_ACTIVITY

    @property
    def empty(self) -> "tuple[StrOrPromise, StrOrPromise]":
        return EMPTY[self.view]


def place_of(*, agent: Agent, view: str, slug: str = "") -> Place:
    """The list of this name if the agent may see it; raises ``Http404`` otherwise."""
    if view == "queue":
        queue = Queue.objects.visible_to(agent).filter(slug=slug).first()
        if queue is None:
            raise Http404(slug)
        return Place("queue", queue)
    if view not in TITLES:
        raise Http404(view)
    return Place(view)


def place_named(*, agent: Agent, code: str) -> Place:
    """The list a case's address names; the agent's own one when it names none."""
    view, _dot, slug = code.partition(".")
    try:
        return place_of(agent=agent, view=view or "mine", slug=slug)
    except Http404:
        return Place("mine")


def page_of(*, agent: Agent, place: Place, query: Any, at: datetime, limit: int = 30) -> InboxPage:
    """The rows that a request asks for: ``after`` a key, only ``unread`` ones."""
    return inbox_page(
        agent=agent,
        view=place.view,
        queue=place.queue,
        after=query.get("after") or None,
        limit=limit,
        at=at,
        only_unread=query.get("show") == "unread",
    )


def with_current(*, agent: Agent, rows: list[InboxRow], case: Case, at: datetime) -> list[InboxRow]:
    """The rows, with the open case first when it is not among them."""
    if any(row.id == case.pk for row in rows):
        return rows
    return [*inbox_page(agent=agent, view="all", at=at, limit=1, only=case).rows, *rows]

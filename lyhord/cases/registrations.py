from typing import Any
from urllib.parse import urlencode

from django.core.cache import caches
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from lyhord.cases.models import Case
from lyhord.cases.queries import Tally, inbox_counts, open_tally
from lyhord.cases.search import search_cases
from lyhord.cases.templatetags.cases import channel_icon
from lyhord.core.navigation import Entry, Group, Hit, Shortcut, Source, register
from lyhord.customers.models import Customer
from lyhord.customers.panels import Panel, panel
from lyhord.people.models import Agent

_COUNTS_FRESH_S = 3
_CASES_A_PAGE = 20
_HITS = 6


def _counts(agent: Agent) -> dict[str, int]:
    key = f"inbox-counts:{agent.pk}"
    known: dict[str, int] | None = caches["process"].get(key)
    if known is None:
        known = inbox_counts(agent=agent, at=now(), tally=_tally())
        caches["process"].set(key, known, _COUNTS_FRESH_S)
    return known


def _tally() -> list[Tally]:
    """Read once for everybody: after each change of a case, all open screens ask for their counts."""
    known: list[Tally] | None = caches["process"].get("open-tally")
    if known is None:
        known = open_tally(at=now())
        caches["process"].set("open-tally", known, _COUNTS_FRESH_S)
    return known


def _count_of(name: str) -> Any:
    return lambda agent: _counts(agent).get(name, 0)


def _count_of_queues(agent: Agent) -> int:
    return sum(count for name, count in _counts(agent).items() if name.startswith("queue:"))


def _found(agent: Agent, text: str) -> list[Hit]:
    if not agent.has_permission("cases.search"):
        return []
    return [_hit(found.case) for found in search_cases(agent=agent, text=text, limit=_HITS, at=now()).hits]


def _hit(case: Case) -> Hit:
    label = case.subject or str(case)
    note = f"{case} · {case.customer} · {case.get_status_display()}"
    return Hit(label=label, url=reverse("cases:case", args=[case.number]), icon=channel_icon(case.channel), note=note)


def _way_to_search(_agent: Agent, text: str) -> list[Hit]:
    address = f"{reverse('cases:search')}?{urlencode({'q': text})}"
    return [Hit(label=_("Search everything for “%(text)s”") % {"text": text}, url=address, icon="search")]


def _things_to_do(_agent: Agent, text: str) -> list[Hit]:
    label = str(_("New case"))
    return [Hit(label=label, url=reverse("cases:new"), icon="plus")] if text.lower() in label.lower() else []


register(
    Source(heading=_("Do"), find=_things_to_do, permission="cases.create"),
    Source(heading=_("Cases"), find=_found, permission="cases.search"),
    Source(heading=_("Search"), find=_way_to_search, permission="cases.search"),
    Entry(
        label=_("My cases"),
        icon="inbox",
        url_name="cases:inbox",
        kwargs={"view": "mine"},
        permission="cases.see",
        order=10,
        count=_count_of("mine"),
        keys="g m",
        tabbar=_("Mine"),
    ),
    Entry(
        label=_("Unassigned"),
        icon="hand",
        url_name="cases:inbox",
        kwargs={"view": "unassigned"},
        permission="cases.see",
        order=20,
        count=_count_of("unassigned"),
        tone="warn",
        keys="g o",
        tabbar=_("Unassigned"),
    ),
    Entry(
        label=_("Queues"),
        icon="layers",
        url_name="cases:home",
        permission="cases.see",
        order=30,
        count=_count_of_queues,
        keys="g q",
    ),
    Entry(
        label=_("Waiting"),
        icon="clock",
        url_name="cases:inbox",
        kwargs={"view": "waiting"},
        permission="cases.see",
        order=35,
        count=_count_of("waiting"),
    ),
    Entry(
        label=_("Queues"),
        icon="layers",
        url_name="cases:queues",
        permission="cases.edit_queues",
        group=Group.SETTINGS,
        heading=_("Cases"),
    ),
    Entry(
        label=_("Canned replies"),
        icon="zap",
        url_name="cases:canned",
        permission="cases.edit_canned",
        group=Group.SETTINGS,
        heading=_("Cases"),
    ),
    Shortcut(keys="j", label=_("Next case"), group=_("In the list")),
    Shortcut(keys="k", label=_("Previous case"), group=_("In the list")),
    Shortcut(keys="enter", label=_("Open the case"), group=_("In the list")),
    Shortcut(keys="r", label=_("Reply"), group=_("In a case"), permission="cases.reply"),
    Shortcut(keys="n", label=_("Internal note"), group=_("In a case"), permission="cases.note"),
    Shortcut(keys="a", label=_("Assign"), group=_("In a case"), permission="cases.assign"),
    Shortcut(keys="t", label=_("Take"), group=_("In a case"), permission="cases.take"),
    Shortcut(keys="f", label=_("Move to queue"), group=_("In a case"), permission="cases.move"),
    Shortcut(keys="s", label=_("Put aside until later"), group=_("In a case"), permission="cases.change"),
    Shortcut(keys="l", label=_("Resolve"), group=_("In a case"), permission="cases.change"),
    Shortcut(keys="u", label=_("Back to the list"), group=_("In a case")),
    Shortcut(keys="mod+enter", label=_("Send"), group=_("When you write")),
    Shortcut(keys="/", label=_("Canned replies, in an empty reply"), group=_("When you write")),
    Shortcut(keys="mod+z", label=_("Undo"), group=_("When you write")),
)


@panel
def cases_of_customer(*, customer: Customer, agent: Agent, query: Any) -> Panel:
    """The customer's cases that the agent may see, newest first."""
    cases = Case.objects.visible_to(agent).filter(customer=customer).select_related("queue")
    before = query.get("before", "")
    if before.isdigit():
        cases = cases.filter(pk__lt=int(before))
    found = list(cases.order_by("-id")[: _CASES_A_PAGE + 1])
    shown = found[:_CASES_A_PAGE]
    return Panel(
        "cases/customer_panel.html",
        {"cases": shown, "next": shown[-1].pk if len(found) > _CASES_A_PAGE else None, "user": agent},
    )

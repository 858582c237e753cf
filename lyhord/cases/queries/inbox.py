from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import BooleanField, F, FilteredRelation, Func, Q, QuerySet, Value
from django.db.models.lookups import GreaterThan, LessThan
from django.http import Http404

from lyhord.cases.models import Case, Queue
from lyhord.cases.models.case import OPEN_BELOW
from lyhord.cases.queries.rows import OUR_TURN, ROW_FIELDS, InboxRow, row_of
from lyhord.people.models import Agent

VIEWS = ("mine", "unassigned", "queue", "waiting", "snoozed", "all", "resolved")


@dataclass(frozen=True, slots=True)
class InboxPage:
    """Some rows of a list and the key that fetches those after them."""

    rows: list[InboxRow]
    next: str | None


def inbox_page(
    *,
    agent: Agent,
    view: str,
    queue: Queue | None = None,
    after: str | None = None,
    limit: int = 30,
    at: datetime,
    only_unread: bool = False,
    only: Case | None = None,
) -> InboxPage:
    """A page of one of the agent's lists, by time left to answer; ``only`` asks whether one case belongs to it.

    Open lists go by ``reply_due_at``, those without a clock last; ``all`` and ``resolved`` by latest activity.
    """
    cases = _of_view(agent=agent, view=view, queue=queue, at=at)
    by_activity = view in {"all", "resolved", "waiting", "snoozed"}
    order = ("-active_at", "-id") if by_activity else (F("reply_due_at").asc(nulls_last=True), "id")
    if only is not None:
        cases = cases.filter(pk=only.pk)
    if only_unread:
        cases = _with_seen(cases, agent=agent).exclude(latest_inbound_at=None)
        cases = cases.filter(Q(mine_seen__seen_at=None) | Q(mine_seen__seen_at__lt=F("latest_inbound_at")))
    cases = cases.order_by(*order)
    found: list[tuple[Any, ...]] = []
    for part in _parts_after(cases, after, by_activity=by_activity):
        if len(found) <= limit:
            page = part.values("pk")[: limit + 1 - len(found)]
            # The page is settled by one index before anything is joined: whoever joins first may have to sort all.
            shown = _with_seen(Case.objects.filter(pk__in=page), agent=agent)
            found += shown.order_by(*order).values_list(*ROW_FIELDS)
    rows = [row_of(values) for values in found[:limit]]
    return InboxPage(rows, _key(rows[-1], by_activity=by_activity) if len(found) > limit else None)


def _with_seen(cases: QuerySet[Case], *, agent: Agent) -> QuerySet[Case]:
    return cases.annotate(mine_seen=FilteredRelation("seen", condition=Q(seen__agent=agent.pk)))


def _of_view(*, agent: Agent, view: str, queue: Queue | None, at: datetime) -> QuerySet[Case]:
    cases = Case.objects.visible_to(agent)
    awake = Q(snoozed_until=None) | Q(snoozed_until__lte=at)
    our_turn = Q(status__in=OUR_TURN)
    wanted: dict[str, Q] = {
        "mine": our_turn & Q(assignee=agent) & awake,
        "unassigned": our_turn & Q(assignee=None) & awake,
        "queue": our_turn & Q(queue=queue) & awake,
        "waiting": Q(status__in=(Case.Status.WAITING_CUSTOMER, Case.Status.WAITING_OTHER)),
        "snoozed": Q(status__lt=OPEN_BELOW, snoozed_until__gt=at),
        "all": Q(),
        "resolved": Q(status__gte=OPEN_BELOW),
    }
    if view not in wanted:
        raise Http404(view)
    return cases.filter(wanted[view])


def _key(row: InboxRow, *, by_activity: bool) -> str:
    moment = row.active_at if by_activity else row.reply_due_at
    return signing.dumps([moment.isoformat() if moment else None, row.id], salt="inbox", compress=False)


def _parts_after(cases: QuerySet[Case], key: str | None, *, by_activity: bool) -> list[QuerySet[Case]]:
    """What follows a key, as lists to read in turn; each enters its index at the key, however far down that is."""
    try:
        moment, pk = signing.loads(key or "", salt="inbox")
    except signing.BadSignature:
        return [cases]
    if by_activity:
        return [cases.filter(LessThan(Row(F("active_at"), F("id")), key_row(moment, pk)))]
    if moment is None:
        return [cases.filter(reply_due_at=None, id__gt=pk)]
    later = cases.filter(GreaterThan(Row(F("reply_due_at"), F("id")), key_row(moment, pk)))
    return [later, cases.filter(reply_due_at=None)]


class Row(Func):
    """Several columns compared as one value, which a B-tree index of them answers with a single descent."""

    template = "(%(expressions)s)"
    output_field = BooleanField()


def key_row(moment: str, pk: int) -> Row:
    return Row(Value(datetime.fromisoformat(moment)), Value(pk))

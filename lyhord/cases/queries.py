"""What pages, the API and other rooms read of cases: typed, in a fixed order, at a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db.models import BooleanField, Count, F, FilteredRelation, Func, Prefetch, Q, QuerySet, Value
from django.db.models.lookups import GreaterThan, LessThan
from django.http import Http404

from lyhord.cases.models import Attachment, Case, CaseViewer, Delivery, Draft, Entry, Queue
from lyhord.cases.models.case import OPEN_BELOW
from lyhord.core import case_numbers
from lyhord.customers.models import Customer
from lyhord.people.models import Agent

VIEWS = ("mine", "unassigned", "queue", "waiting", "snoozed", "all", "resolved")
_OUR_TURN = (Case.Status.NEW, Case.Status.OPEN)


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One line of a list, ready to print."""

    id: int
    number: str
    subject: str
    preview: str
    customer_name: str
    is_protected: bool
    channel: str
    status: int
    priority: int
    queue_name: str
    assignee_id: int | None
    assignee_name: str
    reply_due_at: datetime | None
    active_at: datetime
    created_at: datetime
    snoozed_until: datetime | None
    is_unread: bool
    tags: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return self.status < OPEN_BELOW

    @property
    def waits_for_us(self) -> bool:
        return self.status in _OUR_TURN

    @property
    def is_urgent(self) -> bool:
        return self.priority >= Case.Priority.HIGH


@dataclass(frozen=True, slots=True)
class InboxPage:
    """Some rows of a list and the key that fetches those after them."""

    rows: list[InboxRow]
    next: str | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The latest entries of a case in order of time; ``earlier`` is the key of those before them."""

    entries: list[Entry]
    earlier: int | None


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
            found += shown.order_by(*order).values_list(*_ROW_FIELDS)
    rows = [_row(values) for values in found[:limit]]
    return InboxPage(rows, _key(rows[-1], by_activity=by_activity) if len(found) > limit else None)


def _with_seen(cases: QuerySet[Case], *, agent: Agent) -> QuerySet[Case]:
    return cases.annotate(mine_seen=FilteredRelation("seen", condition=Q(seen__agent=agent.pk)))


_ROW_FIELDS = (
    "id",
    "number",
    "subject",
    "preview",
    "customer__name",
    "customer__is_protected",
    "channel",
    "status",
    "priority",
    "queue__name",
    "assignee_id",
    "assignee__name",
    "reply_due_at",
    "active_at",
    "created_at",
    "snoozed_until",
    "tags",
    "latest_inbound_at",
    "mine_seen__seen_at",
)
_ROW_NAMES = (
    "id",
    "number",
    "subject",
    "preview",
    "customer_name",
    "is_protected",
    "channel",
    "status",
    "priority",
    "queue_name",
    "assignee_id",
    "assignee_name",
    "reply_due_at",
    "active_at",
    "created_at",
    "snoozed_until",
)


def _row(values: tuple[Any, ...]) -> InboxRow:
    *plain, tags, inbound, seen = values
    row = dict(zip(_ROW_NAMES, plain, strict=True))
    row["number"] = case_numbers.spoken(row["number"])
    row["assignee_name"] = row["assignee_name"] or ""
    return InboxRow(**row, is_unread=inbound is not None and (seen is None or seen < inbound), tags=tuple(tags))


def _of_view(*, agent: Agent, view: str, queue: Queue | None, at: datetime) -> QuerySet[Case]:
    cases = Case.objects.visible_to(agent)
    awake = Q(snoozed_until=None) | Q(snoozed_until__lte=at)
    our_turn = Q(status__in=_OUR_TURN)
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
        return [cases.filter(LessThan(Row(F("active_at"), F("id")), _key_row(moment, pk)))]
    if moment is None:
        return [cases.filter(reply_due_at=None, id__gt=pk)]
    later = cases.filter(GreaterThan(Row(F("reply_due_at"), F("id")), _key_row(moment, pk)))
    return [later, cases.filter(reply_due_at=None)]


class Row(Func):
    """Several columns compared as one value, which a B-tree index of them answers with a single descent."""

    template = "(%(expressions)s)"
    output_field = BooleanField()


def _key_row(moment: str, pk: int) -> Row:
    return Row(Value(datetime.fromisoformat(moment)), Value(pk))


def inbox_counts(*, agent: Agent, at: datetime) -> dict[str, int]:
    """How many open cases wait in each of the agent's lists; reads open cases only, by partial index.

    Keys: ``mine``, ``unassigned``, ``waiting`` and ``queue:<id>`` for every visible queue that has any.
    """
    awake = Q(snoozed_until=None) | Q(snoozed_until__lte=at)
    ours = Q(status__in=_OUR_TURN) & awake
    grouped = (
        Case.objects.visible_to(agent)
        .is_open()
        .values("queue_id")
        .annotate(
            mine=Count("id", filter=ours & Q(assignee=agent.pk)),
            unassigned=Count("id", filter=ours & Q(assignee=None)),
            waiting=Count("id", filter=~Q(status__in=_OUR_TURN)),
            in_queue=Count("id", filter=ours),
        )
        .order_by("queue_id")
    )
    counts = {"mine": 0, "unassigned": 0, "waiting": 0}
    for row in grouped:
        counts[f"queue:{row['queue_id']}"] = row["in_queue"]
        for name in ("mine", "unassigned", "waiting"):
            counts[name] += row[name]
    return counts


def case_for(*, agent: Agent, number: str | int) -> Case:
    """The case of this number if the agent may know of it; raises ``Http404`` otherwise."""
    read = case_numbers.read(str(number))
    case = (
        Case.objects.visible_to(agent)
        .select_related("queue", "customer", "customer__organisation", "assignee", "follows")
        .filter(number=read or 0)
        .first()
    )
    if case is None:
        raise Http404(str(number))
    return case


def timeline_of(*, case: Case, before: int | None = None, limit: int = 50) -> Timeline:
    """The latest ``limit`` entries, or those before an entry's id, oldest first, with files, deliveries and authors."""
    entries = case.entries.filter(withdrawn_at=None).select_related("author")
    if before is not None:
        entries = entries.filter(pk__lt=before)
    found = list(
        entries.prefetch_related(
            Prefetch("attachments", Attachment.objects.select_related("file")),
            Prefetch("deliveries", Delivery.objects.order_by("pk")),
        ).order_by("-pk")[: limit + 1],
    )
    shown = found[:limit][::-1]
    return Timeline(shown, shown[0].pk if len(found) > limit else None)


def viewers_of(*, case: Case, at: datetime, but: Agent) -> list[CaseViewer]:
    """Colleagues who have the case open now, those who write first."""
    alive = at - timedelta(seconds=CaseViewer.STALE_AFTER_S)
    viewers = CaseViewer.objects.filter(case=case, alive_at__gt=alive).exclude(agent=but)
    return list(viewers.select_related("agent").order_by("-is_writing", "agent__name", "pk"))


def earlier_cases_of(*, customer: Customer, agent: Agent, but: Case | None = None, limit: int = 5) -> list[Case]:
    """The customer's latest cases that the agent may see."""
    cases = Case.objects.visible_to(agent).filter(customer=customer).select_related("queue")
    if but is not None:
        cases = cases.exclude(pk=but.pk)
    return list(cases.order_by("-id")[:limit])


def drafts_of(*, case: Case, agent: Agent) -> dict[str, Draft]:
    """What the agent is writing in the case, by kind."""
    return {draft.kind: draft for draft in case.drafts.filter(agent=agent).prefetch_related("attachments__file")}


def recipients_for_reply(
    *, case: Case, own_addresses: frozenset[str] = frozenset(), to_all: bool = False
) -> dict[str, list[str]]:
    """To whom an answer goes: whoever wrote latest, or everybody in that message but ourselves."""
    latest = (
        case.entries.filter(kind=Entry.Kind.MESSAGE, direction=Entry.Direction.IN, is_bounce=False)
        .order_by("-pk")
        .first()
    )
    writer = latest.author_address if latest else ""
    if not writer:
        point = case.customer.contact_points.filter(kind="email").first()
        writer = point.address if point else ""
    to = [writer] if writer else []
    if latest is None or not to_all:
        return {"to": to, "cc": [], "bcc": []}
    others = [*latest.recipients.get("to", []), *latest.recipients.get("cc", [])]
    known = {address.lower() for address in to} | own_addresses
    return {"to": to, "cc": [address for address in dict.fromkeys(others) if address.lower() not in known], "bcc": []}

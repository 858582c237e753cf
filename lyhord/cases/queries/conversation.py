from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch
from django.http import Http404

from lyhord.cases.models import Attachment, Case, CaseViewer, Delivery, Draft, Entry
from lyhord.core import case_numbers
from lyhord.customers.models import Customer
from lyhord.people.models import Agent


@dataclass(frozen=True, slots=True)
class Timeline:
    """The latest entries of a case in order of time; ``earlier`` is the key of those before them."""

    entries: list[Entry]
    earlier: int | None


def case_for(*, agent: Agent, number: str | int) -> Case:
    """The case of this number if the agent may know of it; raises ``Http404`` otherwise."""
    read = case_numbers.read(str(number))
    case = (
        Case.objects.visible_to(agent).select_related("queue", "customer", "assignee").filter(number=read or 0).first()
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


def latest_from_customer(*, case: Case, among: Sequence[Entry] = ()) -> Entry | None:
    """The message that an answer answers; ``among`` are the case's latest entries where they are known already."""
    for entry in reversed(among):
        if entry.is_message and entry.is_inbound and not entry.is_bounce:
            return entry
    heard = case.entries.filter(kind=Entry.Kind.MESSAGE, direction=Entry.Direction.IN, is_bounce=False)
    return heard.order_by("-pk").first()


def latest_words_of_customer(*, case: Case) -> Entry | None:
    """The latest message that a person wrote to us in the case, which an answer may quote."""
    heard = case.entries.filter(kind=Entry.Kind.MESSAGE, direction=Entry.Direction.IN, is_bounce=False, is_auto=False)
    return heard.filter(withdrawn_at=None).order_by("-pk").first()


def recipients_for_reply(
    *,
    case: Case,
    own_addresses: frozenset[str] = frozenset(),
    to_all: bool = False,
    latest: Entry | None = None,
) -> dict[str, list[str]]:
    """To whom an answer goes: whoever wrote ``latest``, or everybody in that message but ourselves."""
    latest = latest or latest_from_customer(case=case)
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

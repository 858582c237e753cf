from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import now

from lyhord.cases.actions.watch_case import mark_seen
from lyhord.cases.models import Case, Entry, visible_queues
from lyhord.cases.queries import (
    drafts_of,
    earlier_cases_of,
    latest_from_customer,
    recipients_for_reply,
    timeline_of,
    viewers_of,
)
from lyhord.cases.told_by_channels import without_own
from lyhord.cases.views.inbox import list_context
from lyhord.cases.views.loading import CaseView
from lyhord.cases.views.places import place_named, with_current
from lyhord.people.models import Agent

AFTER_AT_MOST = 100


class Conversation(CaseView):
    """The whole workspace with this case open, or for a click in the list only the panes of the case."""

    def get(self, request: HttpRequest) -> HttpResponse:
        context = case_context(case=self.case, agent=self.agent, at=now())
        place = place_named(agent=self.agent, code=request.GET.get("in", ""))
        if self.request.htmx and not self.request.htmx.history_restore_request:
            response = render(request, "cases/panes.html", {**context, "place": place, "oob": True})
        else:
            listed = list_context(self.request, place)
            listed["rows"] = with_current(agent=self.agent, rows=listed["rows"], case=self.case, at=now())
            response = render(request, "cases/workspace.html", {**context, **listed})
        mark_seen(case=self.case, by=self.agent, at=now())
        return response


class Header(CaseView):
    def get(self, request: HttpRequest) -> HttpResponse:
        place = place_named(agent=self.agent, code=request.GET.get("in", ""))
        return render(request, "cotton/case/header.html", {**header_context(self.case, self.agent), "place": place})


class CustomerPane(CaseView):
    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "cotton/case/customer.html", customer_context(case=self.case, agent=self.agent))


class Entries(CaseView):
    """Entries before one, for reading back, or after one, for what has just happened."""

    def get(self, request: HttpRequest) -> HttpResponse:
        before, after = (request.GET.get(name, "") for name in ("before", "after"))
        if after.isdigit():
            timeline = timeline_of(case=self.case, limit=AFTER_AT_MOST)
            entries, earlier = [entry for entry in timeline.entries if entry.pk > int(after)], None
            mark_seen(case=self.case, by=self.agent, at=now())
        else:
            timeline = timeline_of(case=self.case, before=int(before) if before.isdigit() else None)
            entries, earlier = timeline.entries, timeline.earlier
        shown = {"case": self.case, "customer": self.case.customer}
        return render(request, "cotton/case/entries.html", {**shown, "entries": entries, "earlier": earlier})


class OneEntry(CaseView):
    def get(self, request: HttpRequest, entry: int) -> HttpResponse:
        found = [each for each in timeline_of(case=self.case, before=entry + 1, limit=1).entries if each.pk == entry]
        if not found:
            raise Http404(str(entry))
        shown = {"case": self.case, "customer": self.case.customer}
        return render(request, "cotton/case/entries.html", {**shown, "entries": found, "without_days": True})


def case_context(*, case: Case, agent: Agent, at: datetime) -> dict[str, Any]:
    """Everything the panes of an open case show."""
    timeline = timeline_of(case=case)
    return {
        **header_context(case, agent),
        **customer_context(case=case, agent=agent),
        **composer_context(case=case, agent=agent, entries=timeline.entries),
        "entries": timeline.entries,
        "earlier": timeline.earlier,
        "viewers": viewers_of(case=case, at=at, but=agent),
    }


def header_context(case: Case, agent: Agent) -> dict[str, Any]:
    return {
        "case": case,
        "all_queues": visible_queues(agent),
        "statuses": Case.Status.choices,
        "priorities": Case.Priority.choices,
        "moments": moments_ahead(now()),
    }


def customer_context(*, case: Case, agent: Agent) -> dict[str, Any]:
    return {
        "case": case,
        "customer": case.customer,
        "points": list(case.customer.contact_points.all()),
        "earlier_cases": earlier_cases_of(customer=case.customer, agent=agent, but=case),
    }


def composer_context(*, case: Case, agent: Agent, entries: Sequence[Entry] = ()) -> dict[str, Any]:
    """What the agent was writing, and to whom an answer goes."""
    drafts = drafts_of(case=case, agent=agent)
    reply, note = drafts.get("reply"), drafts.get("note")
    written = reply.recipients if reply and any(reply.recipients.values()) else None
    latest = latest_from_customer(case=case, among=entries)
    quotes = case.queue.quotes_history if reply is None or reply.quotes_history is None else reply.quotes_history
    everybody = recipients_for_reply(case=case, to_all=True, latest=latest)
    return {
        "case": case,
        "reply": reply,
        "note": note,
        "recipients": written or {**everybody, "cc": []},
        "reply_all": without_own(everybody["cc"]),
        "can_quote": latest is not None,
        "quotes": quotes,
        "customer": case.customer,
        "moments_ahead": moments_ahead(now()),
        "mode": "note" if (note and not reply) or not agent.has_permission("cases.reply") else "reply",
    }


def moments_ahead(at: datetime) -> list[tuple[str, datetime]]:
    """Moments one often wants a case back, or a reply sent: in an hour, this afternoon, tomorrow, on Monday."""
    local = timezone.localtime(at)
    morning = local.replace(hour=8, minute=0, second=0, microsecond=0)
    afternoon = local.replace(hour=15, minute=0, second=0, microsecond=0)
    monday = morning + timedelta(days=7 - local.weekday())
    moments = [("hour", local.replace(second=0, microsecond=0) + timedelta(hours=1))]
    if local < afternoon - timedelta(hours=1):
        moments.append(("afternoon", afternoon))
    moments.append(("tomorrow", morning + timedelta(days=1)))
    if monday.date() != (morning + timedelta(days=1)).date():
        moments.append(("monday", monday))
    return moments

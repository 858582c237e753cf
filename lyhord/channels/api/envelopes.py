from datetime import datetime
from typing import Any, Literal

from django.db.models import QuerySet
from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Query, Router, Schema

from lyhord.cases.models import Case
from lyhord.channels.actions.replay_envelope import replay_envelope as replay
from lyhord.channels.models import Envelope
from lyhord.core import case_numbers
from lyhord.core.rest import Page, agent_of, key_of, page_of, requires
from lyhord.core.rest.paging import LIMIT, MOST
from lyhord.people.models import Agent

router = Router()
StateWord = Literal["received", "processed", "held", "refused"]
_RAW: dict[str, Any] = {
    "responses": {200: {"description": "The bytes as they came.", "content": {"message/rfc822": {}}}}
}


class EnvelopeOut(Schema):
    """One thing that arrived. `case` and `entry_id` tell what became of it, if one may see that case."""

    id: int
    channel: str
    account: str
    external_id: str
    state: StateWord
    reason: str
    explanation: str
    sender: str
    subject: str
    size: int
    attempts: int
    received_at: datetime
    settled_at: datetime | None
    case: str | None
    entry_id: int | None


class EnvelopeDetail(EnvelopeOut):
    transport: dict[str, Any]


class LedgerFilter(Schema):
    state: StateWord | None = None
    account: str = Field("", max_length=320, description="Which of our mailboxes.")
    external_id: str = Field("", max_length=200)
    cursor: str | None = None
    limit: int = Field(LIMIT, ge=1, le=MOST)


@router.get("/envelopes", response=Page[EnvelopeOut], summary="Read the ledger of what arrived, newest first")
@requires("channels.see_ledger", "channels.decide_held")
def list_envelopes(request: HttpRequest, wanted: Query[LedgerFilter]) -> Page[EnvelopeOut]:
    agent = agent_of(request)
    given = {"state": wanted.state, "account": wanted.account, "external_id": wanted.external_id}
    envelopes = _shown(agent).filter(**{name: value for name, value in given.items() if value})
    key = key_of(wanted.cursor)
    if key is not None:
        envelopes = envelopes.filter(pk__lt=key[0])
    rows = list(envelopes.order_by("-pk")[: wanted.limit + 1])
    seen = _visible_cases(rows, agent)
    return page_of(
        rows=rows,
        limit=wanted.limit,
        key=lambda envelope: (envelope.pk,),
        shown=lambda envelope: EnvelopeOut(**_facts(envelope, seen)),
    )


@router.get("/envelopes/{int:envelope_id}", response=EnvelopeDetail, summary="Read one thing that arrived")
@requires("channels.see_ledger", "channels.decide_held")
def read_envelope(request: HttpRequest, envelope_id: int) -> EnvelopeDetail:
    return _detail(envelope_id, agent_of(request))


@router.get("/envelopes/{int:envelope_id}/raw", summary="Download the bytes as they came", openapi_extra=_RAW)
@requires("channels.see_ledger")
def read_raw(request: HttpRequest, envelope_id: int) -> HttpResponse:
    envelope = get_object_or_404(Envelope.objects.visible_to(agent_of(request)), pk=envelope_id)
    kind = "message/rfc822" if envelope.channel == "mail" else "application/octet-stream"
    response = HttpResponse(bytes(envelope.raw), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="envelope-{envelope.pk}.eml"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@router.post("/envelopes/{int:envelope_id}/replay", response=EnvelopeDetail, summary="Understand it anew")
@requires("channels.replay")
def replay_envelope(request: HttpRequest, envelope_id: int) -> EnvelopeDetail:
    """Settles the envelope from its bytes as if it arrived now; one that became an entry stays as it is."""
    agent = agent_of(request)
    envelope = get_object_or_404(Envelope.objects.visible_to(agent), pk=envelope_id)
    replay(envelope=envelope, by=agent, at=now())
    return _detail(envelope_id, agent)


def _shown(agent: Agent) -> QuerySet[Envelope]:
    """Without the raw bytes, but with their number."""
    envelopes = Envelope.objects.visible_to(agent).defer("raw").annotate(size=Length("raw"))
    return envelopes.select_related("entry__case")


def _visible_cases(envelopes: list[Envelope], agent: Agent) -> set[int]:
    ids = {envelope.entry.case_id for envelope in envelopes if envelope.entry}
    return set(Case.objects.visible_to(agent).filter(pk__in=ids).values_list("pk", flat=True))


def _detail(envelope_id: int, agent: Agent) -> EnvelopeDetail:
    envelope = get_object_or_404(_shown(agent), pk=envelope_id)
    return EnvelopeDetail(**_facts(envelope, _visible_cases([envelope], agent)), transport=envelope.transport)


def _facts(envelope: Envelope, seen: set[int]) -> dict[str, Any]:
    entry = envelope.entry if envelope.entry and envelope.entry.case_id in seen else None
    return {
        "id": envelope.pk,
        "channel": envelope.channel,
        "account": envelope.account,
        "external_id": envelope.external_id,
        "state": envelope.state,
        "reason": envelope.reason,
        "explanation": envelope.explanation,
        "sender": envelope.sender,
        "subject": envelope.subject,
        "size": getattr(envelope, "size", None),
        "attempts": envelope.attempts,
        "received_at": envelope.received_at,
        "settled_at": envelope.settled_at,
        "case": case_numbers.spoken(entry.case.number) if entry else None,
        "entry_id": entry.pk if entry else None,
    }

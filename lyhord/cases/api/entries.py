from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Query, Router, Schema, Status

from lyhord.cases.actions.add_note import add_note as write_note
from lyhord.cases.actions.move_entry import EntryNotMoved, move_entry, undo_move_entry
from lyhord.cases.actions.reply_to_case import reply_to_case
from lyhord.cases.api.changing import conflict
from lyhord.cases.api.files import kept_files
from lyhord.cases.api.finding import case_of, full_entries, wrong
from lyhord.cases.api.inputs import MessageIn, MoveIn, NoteIn, Words
from lyhord.cases.api.shapes import EntryOut, choice_of, entry_out
from lyhord.cases.models import Case, CaseChangedMeanwhile, Entry
from lyhord.cases.queries import recipients_for_reply
from lyhord.core.html import page_of as html_of
from lyhord.core.rest import Page, Problem, agent_of, key_of, page_of, requires
from lyhord.core.rest.paging import LIMIT, MOST

router = Router()


class Paging(Schema):
    cursor: str | None = None
    limit: int = Field(LIMIT, ge=1, le=MOST)


@router.get("/cases/{number}/entries", response=Page[EntryOut], summary="List a case's entries, oldest first")
@requires("cases.see")
def list_entries(request: HttpRequest, number: str, paging: Query[Paging]) -> Page[EntryOut]:
    case = case_of(agent=agent_of(request), number=number)
    entries = Entry.objects.filter(case=case, withdrawn_at=None).order_by("pk")
    key = key_of(paging.cursor)
    if key is not None:
        entries = entries.filter(pk__gt=key[0])
    rows = list(full_entries(entries)[: paging.limit + 1])
    return page_of(
        rows=rows, limit=paging.limit, key=lambda entry: (entry.pk,), shown=lambda entry: entry_out(entry, request)
    )


@router.post("/cases/{number}/messages", response={201: EntryOut}, summary="Answer the customer")
@requires("cases.reply")
def add_message(request: HttpRequest, number: str, payload: MessageIn) -> Status[EntryOut]:
    """The answer leaves after ten seconds, or at `send_at`; `delivery` in the entry tells how far it has come."""
    agent = agent_of(request)
    case = case_of(agent=agent, number=number)
    try:
        with transaction.atomic():
            entry = reply_to_case(
                case=case,
                html=_html(payload),
                recipients=_recipients(payload, case),
                status=choice_of(payload.status, Case.Status),
                due_at=payload.send_at,
                attachments=kept_files(payload.attachments, agent=agent, at=now()),
                quotes=case.queue.quotes_history if payload.quotes is None else payload.quotes,
                version=payload.version,
                by=agent,
                at=now(),
            )
    except CaseChangedMeanwhile as meanwhile:
        raise conflict(meanwhile) from meanwhile
    return Status(201, _shown(entry, request))


@router.post(
    "/cases/{number}/entries/{int:entry_id}/move", response=EntryOut, summary="Move a message to the case it belongs to"
)
@requires("cases.move")
def move_message(request: HttpRequest, number: str, entry_id: int, payload: MoveIn) -> EntryOut:
    """The message keeps its original; answers to it go to the case it is moved to."""
    agent = agent_of(request)
    entry = _entry(request, number, entry_id)
    try:
        target = case_of(agent=agent, number=payload.to)
        move_entry(entry=entry, to_case=target, by=agent, at=now())
    except Http404:
        raise wrong("to", f"There is no case “{payload.to}” that you may see.") from None
    except ValidationError as refused:
        raise wrong("to", " ".join(refused.messages)) from refused
    return _shown(entry, request)


@router.delete(
    "/cases/{number}/entries/{int:entry_id}/move", response=EntryOut, summary="Put a moved message back where it came"
)
@requires("cases.move")
def put_message_back(request: HttpRequest, number: str, entry_id: int) -> EntryOut:
    """`number` is the case in which the message stands now."""
    entry = _entry(request, number, entry_id)
    try:
        undo_move_entry(entry=entry, by=agent_of(request), at=now())
    except EntryNotMoved:
        raise Problem(status=409, kind="not-moved", detail="The message stands where it came.") from None
    return _shown(entry, request)


@router.post("/cases/{number}/notes", response={201: EntryOut}, summary="Write an internal note")
@requires("cases.note")
def add_note(request: HttpRequest, number: str, payload: NoteIn) -> Status[EntryOut]:
    agent = agent_of(request)
    case = case_of(agent=agent, number=number)
    entry = write_note(case=case, html=_html(payload), by=agent, at=now())
    return Status(201, _shown(entry, request))


def _entry(request: HttpRequest, number: str, entry_id: int) -> Entry:
    case = case_of(agent=agent_of(request), number=number)
    return get_object_or_404(Entry.objects.filter(case=case, withdrawn_at=None), pk=entry_id)


def _html(words: Words) -> str:
    return words.html or html_of(words.text)


def _recipients(payload: MessageIn, case: Case) -> dict[str, list[str]]:
    given = {"to": list(payload.to), "cc": list(payload.cc), "bcc": list(payload.bcc)}
    return given if payload.to else {**given, "to": recipients_for_reply(case=case)["to"]}


def _shown(entry: Entry, request: HttpRequest) -> EntryOut:
    return entry_out(full_entries(Entry.objects.filter(pk=entry.pk)).get(), request)

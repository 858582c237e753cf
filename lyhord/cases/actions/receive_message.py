from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from lyhord.cases.dangers import danger_of
from lyhord.cases.events import EntryWritten, MessageReceived
from lyhord.cases.models import Attachment, Case, Entry, Queue, next_case_number
from lyhord.cases.scanning import ask_for_scan, first_scan_state
from lyhord.cases.timeline import record_change, show_change
from lyhord.core.actions import Actor
from lyhord.core.events import publish
from lyhord.core.files import store
from lyhord.customers.models import Customer

PREVIEW_LENGTH = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingFile:
    """A file that came with a message; ``content_id`` is what ``cid:`` references of the HTML name."""

    filename: str
    content_type: str
    content: bytes
    content_id: str = ""
    is_inline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingMessage:
    """What a channel understood of a message; ``html`` is sanitised and may hold ``cid:`` references."""

    channel: str
    customer: Customer | None
    author_name: str
    author_address: str
    subject: str
    text: str
    reply_text: str
    html: str
    recipients: dict[str, list[str]]
    message_id: str
    references: str
    language: str
    is_auto: bool
    is_bounce: bool
    threading: dict[str, Any]
    files: tuple[IncomingFile, ...]
    at: datetime
    facts: dict[str, Any] = field(default_factory=dict)


@transaction.atomic(savepoint=False)
def open_case(*, queue: Queue, message: IncomingMessage, follows: Case | None = None, by: Actor) -> Entry:
    """Make a case of a message; ``follows`` links it to the closed case that the message answers."""
    if message.customer is None:
        raise ValueError("A case needs a customer; identify the sender before opening one.")
    case = Case(
        number=next_case_number(),
        subject=message.subject[:300],
        queue=queue,
        customer=message.customer,
        channel=message.channel,
        language=message.language or message.customer.language,
        secrecy=Case.Secrecy.PROTECTED if message.customer.is_protected else Case.Secrecy.ORDINARY,
        follows=follows,
    )
    case.open_with(preview=preview_of(message.reply_text or message.text), at=message.at)
    entry = _write(case=case, message=message, by=by, opens_case=True)
    if follows is not None:
        record_change(case=follows, what="followed_up", by=by, at=message.at, follow_up=str(case))
    return entry


@transaction.atomic(savepoint=False)
def receive_in_case(*, case: Case, message: IncomingMessage, by: Actor) -> Entry:
    """Add a message to a case: it opens again and its clock runs, unless the message is automatic.

    An answer to a closed case opens a new case that follows it, since what is closed stays as it was.
    """
    case = Case.objects.locked(case.pk)
    if case.is_closed and not message.is_auto:
        return open_case(queue=case.queue, message=message, follows=case, by=by)
    if not message.is_auto:
        case.hear_from_customer(preview=preview_of(message.reply_text or message.text), at=message.at)
    return _write(case=case, message=message, by=by, opens_case=False)


def preview_of(text: str) -> str:
    """The first words of a text on one line, as lists show them."""
    return " ".join(text[: PREVIEW_LENGTH * 3].split())[:PREVIEW_LENGTH]


def _write(*, case: Case, message: IncomingMessage, by: Actor, opens_case: bool) -> Entry:
    entry = Entry(
        case=case,
        kind=Entry.Kind.MESSAGE,
        direction=Entry.Direction.IN,
        channel=message.channel,
        customer=message.customer,
        author_name=message.author_name[:160],
        author_address=message.author_address[:320],
        subject=message.subject[:300],
        text=message.text,
        reply_text=message.reply_text,
        html=message.html if not message.files else "",
        recipients=message.recipients,
        message_id=message.message_id,
        references=message.references,
        is_auto=message.is_auto,
        is_bounce=message.is_bounce,
        threading=message.threading,
        facts=message.facts,
        created_at=message.at,
    )
    entry.save(force_insert=True)
    if message.files:
        entry.html = _keep_files(entry=entry, message=message)
        entry.save(update_fields=["html"])
    publish(EntryWritten(case.pk, entry.pk, entry.kind, entry.direction, opens_case))
    publish(MessageReceived(case.pk, entry.pk, message.is_auto, opens_case, case.queue_id))
    show_change(case=case, what="opened" if opens_case else "message", by=by, entry=entry)
    return entry


def _keep_files(*, entry: Entry, message: IncomingMessage) -> str:
    html = message.html
    for each in message.files:
        attachment = Attachment.objects.create(
            entry=entry,
            file=store(content=each.content),
            filename=each.filename[:255],
            content_type=each.content_type[:127],
            content_id=each.content_id[:255],
            is_inline=each.is_inline,
            danger=danger_of(filename=each.filename, content=each.content),
            scan=first_scan_state(),
        )
        if each.content_id:
            html = html.replace(f"cid:{each.content_id}", attachment.url)
    ask_for_scan(entry_id=entry.pk)
    return html

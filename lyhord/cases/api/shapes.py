"""How cases look in JSON: words for statuses and priorities, numbers as people say them."""

from datetime import datetime
from typing import Any, Literal, cast

from django.http import HttpRequest
from django.urls import reverse
from ninja import Field, Schema

from lyhord.cases.models import Attachment, Case, Delivery, Entry, Queue
from lyhord.core import case_numbers
from lyhord.customers.api import CustomerRef, customer_ref

StatusWord = Literal["new", "open", "waiting_customer", "waiting_other", "resolved", "closed"]
PriorityWord = Literal["low", "normal", "high", "urgent"]


class QueueOut(Schema):
    id: int
    slug: str
    name: str


class CaseOut(Schema):
    """A case; `version` counts its changes and is its ETag."""

    id: int
    number: str = Field(description="As people say it: 1048-2273. Addresses also take it without the dash.")
    subject: str
    status: StatusWord
    priority: PriorityWord
    channel: str
    queue: QueueOut
    assignee: str | None = Field(description="E-mail address of the colleague who has it.")
    customer: CustomerRef
    tags: list[str]
    language: str
    is_protected: bool
    follows: str | None = Field(description="Number of the closed case that this one goes on with.")
    created_at: datetime
    active_at: datetime = Field(description="When it changed latest; lists go by it.")
    reply_due_at: datetime | None
    snoozed_until: datetime | None
    first_reply_at: datetime | None
    resolved_at: datetime | None
    version: int
    url: str


class AttachmentOut(Schema):
    id: int
    filename: str
    content_type: str
    size: int
    sha256: str
    is_inline: bool
    danger: Literal["", "disguised", "program", "script", "macro"] = Field(description="Why to open it with care.")
    scan: Literal["", "waiting", "not_scanned", "clean", "infected"] = Field(
        description="What the virus scanner found; empty where none is set up. An infected file is not given out."
    )
    url: str


class DeliveryOut(Schema):
    id: int
    recipient: str
    role: str
    state: str
    response: str
    attempts: int
    at: datetime = Field(description="When it got into this state.")


class AuthorOut(Schema):
    name: str
    email: str | None
    is_agent: bool


class EntryOut(Schema):
    """A line of the timeline. `text` is the whole message, `reply_text` what is new in it."""

    id: int
    kind: str
    direction: str
    channel: str
    author: AuthorOut
    subject: str
    text: str
    reply_text: str
    html: str
    recipients: dict[str, list[str]]
    attachments: list[AttachmentOut]
    created_at: datetime
    is_auto: bool
    is_bounce: bool
    delivery: list[DeliveryOut]
    threading: dict[str, Any] = Field(description="Why the message belongs to this case, with the evidence.")
    message_id: str
    event: str
    facts: dict[str, Any]


class CaseDetail(CaseOut):
    entries: list[EntryOut] = Field(description="The latest hundred, in order of time.")
    earlier: str | None = Field(description="Where the entries before them are.")


def word_of(choice: int, choices: Any) -> str:
    return str(choices(choice).name).lower()


def choice_of(word: str, choices: Any) -> int:
    return int(choices[word.upper()].value)


def queue_out(queue: Queue) -> QueueOut:
    return QueueOut(id=queue.pk, slug=queue.slug, name=queue.name)


def case_facts(case: Case, request: HttpRequest) -> dict[str, Any]:
    """The case as ``CaseOut`` shows it; what it refers to should be prefetched (``finding.full``)."""
    return {
        "id": case.pk,
        "number": str(case),
        "subject": case.subject,
        "status": word_of(case.status, Case.Status),
        "priority": word_of(case.priority, Case.Priority),
        "channel": case.channel,
        "queue": queue_out(case.queue),
        "assignee": case.assignee.email if case.assignee else None,
        "customer": customer_ref(case.customer),
        "tags": case.tags,
        "language": case.language,
        "is_protected": case.secrecy != Case.Secrecy.ORDINARY,
        "follows": case_numbers.spoken(case.follows.number) if case.follows else None,
        "created_at": case.created_at,
        "active_at": case.active_at,
        "reply_due_at": case.reply_due_at,
        "snoozed_until": case.snoozed_until,
        "first_reply_at": case.first_reply_at,
        "resolved_at": case.resolved_at,
        "version": case.version,
        "url": request.build_absolute_uri(reverse("api:read_case", args=[str(case)])),
    }


def case_out(case: Case, request: HttpRequest) -> CaseOut:
    return CaseOut(**case_facts(case, request))


def entry_out(entry: Entry, request: HttpRequest) -> EntryOut:
    """An entry whose case, author, files and deliveries are prefetched; addresses of protected people stay out."""
    is_hidden = entry.case.customer.is_protected
    return EntryOut(
        id=entry.pk,
        kind=entry.kind,
        direction=entry.direction,
        channel=entry.channel,
        author=_author(entry, is_hidden=is_hidden),
        subject=entry.subject,
        text=entry.text,
        reply_text=entry.reply_text,
        html=entry.html,
        recipients={} if is_hidden else entry.recipients,
        attachments=[attachment_out(each, request) for each in entry.attachments.all()],
        created_at=entry.created_at,
        is_auto=entry.is_auto,
        is_bounce=entry.is_bounce,
        delivery=[delivery_out(each, is_hidden=is_hidden) for each in entry.deliveries.all()],
        threading=entry.threading,
        message_id=entry.message_id,
        event=entry.event,
        facts=entry.facts,
    )


def _author(entry: Entry, *, is_hidden: bool) -> AuthorOut:
    if entry.author is not None:
        return AuthorOut(name=entry.author.name, email=entry.author.email, is_agent=True)
    email = None if is_hidden else entry.author_address or None
    return AuthorOut(name=entry.author_name, email=email, is_agent=False)


def attachment_out(attachment: Attachment, request: HttpRequest) -> AttachmentOut:
    return AttachmentOut(
        id=attachment.pk,
        filename=attachment.filename,
        content_type=attachment.content_type,
        size=attachment.file.size,
        sha256=attachment.file.sha256,
        is_inline=attachment.is_inline,
        danger=cast("Any", attachment.danger),
        scan=cast("Any", attachment.scan),
        url=request.build_absolute_uri(reverse("api:read_attachment", args=[attachment.pk])),
    )


def delivery_out(delivery: Delivery, *, is_hidden: bool) -> DeliveryOut:
    return DeliveryOut(
        id=delivery.pk,
        recipient="" if is_hidden else delivery.recipient,
        role=delivery.role,
        state=delivery.state,
        response=delivery.response,
        attempts=delivery.attempts,
        at=delivery.state_at,
    )

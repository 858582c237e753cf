from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from lyhord.cases.actions.receive_message import preview_of
from lyhord.cases.events import EntryWritten, ReplyQueued
from lyhord.cases.models import Attachment, Case, Delivery, Draft, Entry
from lyhord.cases.queries import latest_words_of_customer
from lyhord.cases.timeline import show_change
from lyhord.core.actions import action
from lyhord.core.events import publish
from lyhord.core.html import clean_authored, page_of, plain_text
from lyhord.people.models import Agent

UNDO_WINDOW = timedelta(seconds=10)


class ReplyNotPossible(ValidationError):  # noqa: N818 -- a named fact, worded for the form
    """The reply lacks text or a usable recipient; the message says what to mend."""


@action(permission="cases.reply", records=("status",))
def reply_to_case(
    *,
    case: Case,
    html: str,
    recipients: Mapping[str, Sequence[str]],
    status: int = Case.Status.WAITING_CUSTOMER,
    due_at: datetime | None = None,
    draft: Draft | None = None,
    attachments: Sequence[Attachment] = (),
    quotes: bool = False,
    version: int | None = None,
    by: Agent,
    at: datetime,
) -> Entry:
    """Answer the customer and hand the turn to them; the reply leaves when it can no longer be undone.

    Whoever answers a case that nobody has is responsible for it from then on.

    ``recipients`` maps ``to``, ``cc`` and ``bcc`` to addresses. ``due_at`` schedules the sending; without it the
    reply leaves after ten seconds. With ``quotes`` it carries the customer's latest message along. Deliveries are
    queued in this transaction: no commit, no mail.
    Raises ``ReplyNotPossible`` for an empty text or wrong address, ``CaseChangedMeanwhile`` for an old ``version``.
    """
    case = Case.objects.locked(case.pk)
    case.require_version(version)
    body = clean_authored(html)
    _require_text(body, attachments=attachments, draft=draft)
    addressed = _checked(recipients)
    leaves_at = max(due_at or at + UNDO_WINDOW, at)
    due = case.reply_due_at.isoformat() if case.reply_due_at else None
    before = {"status": case.status, "assignee": case.assignee_id, "reply_due_at": due, "preview": case.preview}
    facts = {"before": before, "leaves_at": leaves_at.isoformat(), "scheduled": due_at is not None}
    if quotes and (quoted := latest_words_of_customer(case=case)) is not None:
        facts["quotes"] = quoted.pk
    entry = _write(case=case, body=body, addressed=addressed, facts=facts, by=by, at=at)
    _attach(entry=entry, attachments=attachments, draft=draft)
    _queue(entry=entry, addressed=addressed, due_at=leaves_at)
    case.answer_customer(preview=preview_of(entry.reply_text), status=status, by=by, at=at)
    publish(EntryWritten(case.pk, entry.pk, entry.kind, entry.direction))
    publish(ReplyQueued(case.pk, entry.pk, leaves_at))
    show_change(case=case, what="reply", by=by, entry=entry)
    return entry


def _require_text(body: str, *, attachments: Sequence[Attachment], draft: Draft | None) -> None:
    if plain_text(body) or "<img" in body or attachments:
        return
    if draft is None or not draft.attachments.exists():
        raise ReplyNotPossible(_("Write something before you send."))


def _checked(recipients: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    addressed: dict[str, list[str]] = {}
    seen: set[str] = set()
    for role in Delivery.Role.values:
        addressed[role] = []
        for written in recipients.get(role, ()):
            address = written.strip()
            _require_address(address)
            if address.lower() not in seen:
                seen.add(address.lower())
                addressed[role].append(address)
    if not seen:
        raise ReplyNotPossible(_("Add at least one recipient before you send."))
    return addressed


def _require_address(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError as error:
        raise ReplyNotPossible(
            _("“%(address)s” is not an e-mail address. Correct it and send again.") % {"address": address}
        ) from error


def _write(
    *, case: Case, body: str, addressed: dict[str, list[str]], facts: dict[str, Any], by: Agent, at: datetime
) -> Entry:
    text = plain_text(body)
    signature = signature_for(case=case, agent=by)
    return Entry.objects.create(
        case=case,
        kind=Entry.Kind.MESSAGE,
        direction=Entry.Direction.OUT,
        channel=Case.Channel.MAIL,
        author_id=by.pk,
        author_name=by.name,
        subject=case.subject,
        reply_text=text,
        text=f"{text}\n\n-- \n{signature}" if signature else text,
        html=f'{body}<div class="signature">{page_of(signature)}</div>' if signature else body,
        recipients={"to": addressed["to"], "cc": addressed["cc"]},
        facts=facts,
        created_at=at,
    )


def signature_for(*, case: Case, agent: Agent) -> str:
    """What stands under an answer: the agent's own lines, then the queue's; plain text."""
    return "\n".join(part for part in (agent.signature.strip() or agent.name, case.queue.signature.strip()) if part)


def _attach(*, entry: Entry, attachments: Sequence[Attachment], draft: Draft | None) -> None:
    if attachments:
        loose = Attachment.objects.filter(pk__in=[each.pk for each in attachments], entry=None)
        loose.update(entry=entry, draft=None)
    if draft is not None:
        draft.attachments.update(entry=entry, draft=None)
        draft.delete()


def _queue(*, entry: Entry, addressed: dict[str, list[str]], due_at: datetime) -> None:
    Delivery.objects.bulk_create(
        Delivery(entry=entry, recipient=address, role=role, due_at=due_at)
        for role, addresses in addressed.items()
        for address in addresses
    )

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from lyhord.cases.actions.add_note import add_note
from lyhord.cases.actions.receive_message import open_case, receive_in_case
from lyhord.cases.models import Entry
from lyhord.channels.intake.bounces import INTAKE, settle_bounce
from lyhord.channels.intake.duplicates import Known, look_up
from lyhord.channels.intake.loops import is_looping
from lyhord.channels.intake.outcome import Outcome, held, processed, refused
from lyhord.channels.intake.premises import Premises
from lyhord.channels.intake.writing import message_from
from lyhord.channels.mail.forwarding import read_forwarded
from lyhord.channels.mail.letter import Letter, read_letter
from lyhord.channels.mail.threading import ThreadingDecision, thread
from lyhord.channels.models import Envelope, Mailbox
from lyhord.core.config import config
from lyhord.core.html import page_of
from lyhord.people.models import Agent

_BOOKED = ("state", "reason", "explanation", "entry_id", "settled_at", "attempts", "sender", "subject")
_BOOK = """
    UPDATE channels_envelope
    SET (state, reason, explanation, entry_id, settled_at, attempts, sender, subject, decision)
      = (%s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb)
    WHERE id = %s
"""
_ONE_SENDER_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 11))"


def understand(*, envelope: Envelope, premises: Premises) -> Letter:
    """Read an envelope's bytes; nothing is looked up or changed."""
    transport: Mapping[str, Any] = envelope.transport or {}
    return read_letter(
        raw=bytes(envelope.raw),
        sender=transport.get("sender", ""),
        recipients=transport.get("recipients", ()),
        received_at=envelope.received_at,
        own_hosts=premises.hosts,
        trusted=config().authserv_ids,
        has_null_sender=transport.get("protocol") in ("smtp", "lmtp") and not transport.get("sender"),
    )


def settle(*, letter: Letter, mailbox: Mailbox | None, premises: Premises) -> Outcome:
    """Decide what a letter becomes and write it, in the caller's transaction.

    Letters of one sender are settled one after the other, also by several processes: the same message by two
    routes becomes one entry, and an answer to one's own message finds it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ONE_SENDER_AT_A_TIME, [letter.sender])
    obstacle = _obstacle(letter, mailbox, premises)
    if obstacle is not None:
        return obstacle
    if letter.kind.bounce is not None:
        return settle_bounce(letter, letter.kind.bounce)
    letter = as_written(letter, premises)
    known = look_up(letter)
    if known.twin_id is not None:
        return _again(known, Entry.objects.get(pk=known.twin_id))
    decision = thread(letter=letter, known=known.answered, moved=known.moved)
    return _follow(letter, decision, mailbox)


def _obstacle(letter: Letter, mailbox: Mailbox | None, premises: Premises) -> Outcome | None:
    if letter.kind.kind == "own_loop":
        return refused("loop", letter.kind.evidence)
    if letter.kind.bounce is not None:
        return None
    if mailbox is None:
        return held("no_mailbox", "The mailbox it came to does not exist any more.")
    if letter.author is None:
        return held("no_sender", "It does not say who sent it.")
    if premises.mailbox(letter.sender) is not None and look_up(letter).twin_id is None:
        return held("own_address", "It claims to come from an address of ours.")
    return None


def _again(known: Known, twin: Entry) -> Outcome:
    if known.is_own:
        return processed(twin, reason="own_message", explanation="Our own message came back to us.")
    return processed(twin, reason="duplicate", explanation="The same message had come before by another route.")


def as_written(letter: Letter, premises: Premises) -> Letter:
    """What a colleague forwards as the message of who wrote it; nobody forwards in a name that is not confirmed."""
    if letter.kind.is_automatic or letter.is_unconfirmed:
        return letter
    forwarded = read_forwarded(letter.mail)
    if forwarded is not None and premises.mailbox(forwarded.author.email) is not None:
        return letter
    colleague = colleague_with(letter.sender) if forwarded else None
    return letter.forwarded(forwarded) if forwarded and colleague else letter


def colleague_with(address: str) -> Agent | None:
    """The colleague of this address who may write notes, as which the words above a forwarded message are kept."""
    colleague: Agent | None = Agent.objects.filter(email=address, is_active=True).first()
    return colleague if colleague and colleague.has_permission("cases.note") else None


def _follow(letter: Letter, decision: ThreadingDecision, mailbox: Mailbox | None) -> Outcome:
    facts = decision.as_json()
    if decision.is_refused:
        return refused("refused_before", "Somebody decided before that this sender does not take part.", decision=facts)
    if decision.is_stranger:
        return held("stranger", _why_stranger(decision), decision=facts)
    if is_looping(letter=letter, case=decision.case):
        return held("loop", "More comes from there within an hour than people write.", decision=facts)
    return processed(write(letter=letter, decision=decision, mailbox=mailbox), decision=facts)


def _why_stranger(decision: ThreadingDecision) -> str:
    if decision.explanation_key == "unconfirmed":
        return "It points at a case, but the server that received it could not confirm its sender."
    return "It points at a case in which its sender does not take part."


def write(*, letter: Letter, decision: ThreadingDecision, mailbox: Mailbox | None) -> Entry:
    """Write a letter where the decision says: in its case, or as a new one in the mailbox's queue."""
    message = message_from(letter=letter, threading=decision.as_json())
    if decision.case is not None:
        entry = receive_in_case(case=decision.case, message=message, by=INTAKE)
    elif mailbox is None:
        raise ValueError("A new case needs the mailbox whose queue it belongs to.")
    else:
        entry = open_case(queue=mailbox.queue, message=message, by=INTAKE)
    colleague = colleague_with(letter.forwarded_by) if letter.note else None
    if colleague is not None:
        add_note(case=entry.case, html=page_of(letter.note), by=colleague, at=letter.received_at)
    return entry


def record(*, envelope: Envelope, letter: Letter | None, outcome: Outcome, at: datetime) -> None:
    """Book an outcome on its envelope; the raw bytes stay where they are."""
    envelope.state = outcome.state
    envelope.reason = outcome.reason
    envelope.explanation = outcome.explanation
    envelope.decision = outcome.decision
    envelope.entry = outcome.entry
    envelope.settled_at = at
    envelope.attempts += 1
    if letter is not None:
        envelope.sender = letter.sender[:320]
        envelope.subject = letter.mail.subject[:300]
    values = [getattr(envelope, name) for name in _BOOKED]
    with connection.cursor() as cursor:
        cursor.execute(_BOOK, [*values, json.dumps(envelope.decision), envelope.pk])

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from lyhord.cases.actions.receive_message import open_case, receive_in_case
from lyhord.cases.models import Entry
from lyhord.channels.intake.bounces import INTAKE, settle_bounce
from lyhord.channels.intake.duplicates import Known, look_up
from lyhord.channels.intake.loops import is_looping
from lyhord.channels.intake.outcome import Outcome, held, processed, refused
from lyhord.channels.intake.premises import Premises
from lyhord.channels.intake.writing import message_from
from lyhord.channels.mail.letter import Letter, original_author, read_letter
from lyhord.channels.mail.threading import ThreadingDecision, thread
from lyhord.channels.models import Envelope, Mailbox
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
    known = look_up(letter)
    if known.twin_id is not None:
        return _again(known, Entry.objects.get(pk=known.twin_id))
    letter = _as_written(letter)
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


def _as_written(letter: Letter) -> Letter:
    original = original_author(letter.mail)
    if original is None or not Agent.objects.filter(email=letter.sender, is_active=True).exists():
        return letter
    return letter.forwarded(original=original)


def _follow(letter: Letter, decision: ThreadingDecision, mailbox: Mailbox | None) -> Outcome:
    facts = decision.as_json()
    if decision.is_refused:
        return refused("refused_before", "Somebody decided before that this sender does not take part.", decision=facts)
    if decision.is_stranger:
        return held("stranger", "It points at a case in which its sender does not take part.", decision=facts)
    if is_looping(letter=letter, case=decision.case):
        return held("loop", "More comes from there within an hour than people write.", decision=facts)
    return processed(write(letter=letter, decision=decision, mailbox=mailbox), decision=facts)


def write(*, letter: Letter, decision: ThreadingDecision, mailbox: Mailbox | None) -> Entry:
    """Write a letter where the decision says: in its case, or as a new one in the mailbox's queue."""
    message = message_from(letter=letter, threading=decision.as_json())
    if decision.case is not None:
        return receive_in_case(case=decision.case, message=message, by=INTAKE)
    if mailbox is None:
        raise ValueError("A new case needs the mailbox whose queue it belongs to.")
    return open_case(queue=mailbox.queue, message=message, by=INTAKE)


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

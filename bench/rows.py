"""The rows of a department's block of cases, table by table."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from bench.copying import Row, Table
from bench.department import Department, SeededCase, SeededEntry, cases_of_block
from lyhord.cases.models import Attachment, Case, CaseSeen, Delivery, Entry
from lyhord.channels.models import Envelope
from lyhord.core import case_numbers

MAILBOX = "kundservice@nordljus.example"
SIGNATURE = "Vänliga hälsningar Elsa på kundservice"

CASES = Table(
    Case,
    *("id", "number", "subject", "preview", "queue_id", "customer_id", "assignee_id", "status", "priority"),
    *("language", "secrecy", "tags", "created_at", "active_at", "reply_due_at", "snoozed_until"),
    *("latest_inbound_at", "first_reply_at", "resolved_at"),
)
ENTRIES = Table(
    Entry,
    *("id", "case_id", "kind", "direction", "channel", "author_id", "customer_id", "author_name"),
    *("author_address", "subject", "text", "reply_text", "html", "recipients", "message_id", "event", "facts"),
    "created_at",
)
DELIVERIES = Table(Delivery, "entry_id", "recipient", "state", "due_at", "attempts", "created_at", "state_at")
SEEN = Table(CaseSeen, "case_id", "agent_id", "seen_at")
ATTACHMENTS = Table(Attachment, "entry_id", "file_id", "filename", "content_type")
ENVELOPES = Table(
    Envelope,
    *(
        "channel",
        "account",
        "external_id",
        "raw",
        "received_at",
        "state",
        "sender",
        "subject",
        "settled_at",
        "entry_id",
    ),
)
TABLES = (CASES, ENTRIES, DELIVERIES, SEEN, ATTACHMENTS, ENVELOPES)


def rows_of_block(department: Department, block: int) -> Iterator[tuple[Table, list[Row]]]:
    """What one block writes into each table; the same block is the same rows, whoever writes it."""
    chance = random.Random(f"{department.seed} {block}")
    cases = cases_of_block(department, block, chance)
    entries = sorted((entry for case in cases for entry in case.entries), key=lambda entry: entry.id)
    outbound = [entry for entry in entries if entry.direction == "out"]
    inbound = [entry for entry in entries if entry.direction == "in"]
    yield CASES, [_case_row(department, case, chance) for case in cases]
    yield ENTRIES, [_entry_row(department, entry, chance) for entry in entries]
    yield DELIVERIES, [_delivery_row(entry, chance) for entry in outbound]
    yield SEEN, [_seen_row(case) for case in cases if case.is_open and case.assignee and chance.random() < 0.7]
    with_files = [entry for entry in inbound if chance.random() < 0.05]
    yield ATTACHMENTS, [(entry.id, 1, "kvitto.pdf", "application/pdf") for entry in with_files]
    yield ENVELOPES, [_envelope_row(entry, chance) for entry in inbound]


def address_of(customer: int) -> str:
    return f"kund{customer}@example.com"


def is_protected(customer: int) -> bool:
    return customer % 100 == 0


def _case_row(department: Department, case: SeededCase, chance: random.Random) -> Row:
    waits_for_us = case.status in {0, 1}
    due_at = case.opened_at + timedelta(hours=chance.randint(2, 60)) if waits_for_us else None
    is_snoozed = case.is_open and chance.random() < 0.03
    latest = case.latest()
    return (
        case.id,
        case_numbers.number_for(case.id),
        f"{department.writer.text(chance, sentences=1)[:60].strip()} {case.id + 700_000}",
        department.writer.text(chance, sentences=2)[:160],
        case.queue,
        case.customer,
        case.assignee,
        case.status,
        chance.choices((0, 1, 2, 3), (5, 80, 12, 3))[0],
        "sv",
        int(is_protected(case.customer)),
        ["retur"] if chance.random() < 0.1 else [],
        case.opened_at,
        latest,
        due_at,
        department.at + timedelta(days=2) if is_snoozed else None,
        case.latest("in"),
        next((entry.at for entry in case.entries if entry.direction == "out"), None),
        None if case.is_open else latest,
    )


def _entry_row(department: Department, entry: SeededEntry, chance: random.Random) -> Row:
    if entry.kind == "event":
        facts = {"from_status": 1, "to_status": 3}
        return _row(entry, author=entry.case.assignee, event="status", facts=facts)
    text = department.writer.text(chance, sentences=chance.randint(2, 5))
    if entry.kind == "note":
        return _row(entry, author=entry.case.assignee, text=text, reply_text=text, html=f"<p>{text}</p>")
    message_id = f"<{chance.getrandbits(80):020x}@{'nordljus.example' if entry.direction == 'out' else 'example.com'}>"
    if entry.direction == "out":
        whole = f"{text} -- {SIGNATURE}"
        page = f'<p>{text}</p><div class="signature">{SIGNATURE}</div>'
        return _row(entry, author=entry.case.assignee, text=whole, reply_text=text, html=page, message_id=message_id)
    quoted = f"{text} > {text}" if entry is not entry.case.entries[0] else text
    page = f"<p>{text}</p>" if chance.random() < 0.5 else ""
    return _row(entry, author=None, text=quoted, reply_text=text, html=page, message_id=message_id)


def _row(
    entry: SeededEntry,
    *,
    author: int | None,
    text: str = "",
    reply_text: str = "",
    html: str = "",
    message_id: str = "",
    event: str = "",
    facts: dict[str, Any] | None = None,
) -> Row:
    is_inbound = entry.direction == "in"
    address = address_of(entry.case.customer)
    recipients: dict[str, Any] = {}
    if entry.kind == "message":
        recipients = {"to": [MAILBOX if is_inbound else address], "cc": []}
    return (
        entry.id,
        entry.case.id,
        entry.kind,
        entry.direction,
        "mail" if entry.kind == "message" else "",
        author,
        entry.case.customer if is_inbound else None,
        f"Kund {entry.case.customer}" if is_inbound else f"Agent {author}",
        address if is_inbound else "",
        "Min order" if entry.kind == "message" else "",
        text,
        reply_text,
        html,
        recipients,
        message_id,
        event,
        facts or {},
        entry.at,
    )


def _delivery_row(entry: SeededEntry, chance: random.Random) -> Row:
    state = "sent" if chance.random() < 0.999 else chance.choice(("failed", "bounced", "uncertain"))
    return entry.id, address_of(entry.case.customer), state, entry.at, 1, entry.at, entry.at


def _seen_row(case: SeededCase) -> Row:
    return case.id, case.assignee, case.latest()


def _envelope_row(entry: SeededEntry, chance: random.Random) -> Row:
    sender = address_of(entry.case.customer)
    raw = f"From: {sender}\r\nSubject: Min order\r\n\r\nHej".encode()
    is_refused = chance.random() < 0.02
    return (
        "mail",
        MAILBOX,
        f"{chance.getrandbits(128):032x}",
        raw,
        entry.at,
        "refused" if is_refused else "processed",
        sender,
        "Min order",
        entry.at,
        None if is_refused else entry.id,
    )

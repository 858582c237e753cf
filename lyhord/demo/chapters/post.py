import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from lyhord.cases.models import Case, Entry
from lyhord.channels.mail.composing import OutgoingMail, compose
from lyhord.channels.models import Envelope
from lyhord.demo.chapters import Progress
from lyhord.demo.copying import copy_rows, written
from lyhord.demo.world import World

_KEPT = timedelta(days=30)
_COLUMNS = (
    *("channel", "account", "external_id", "raw", "transport", "received_at", "state", "reason", "decision", "sender"),
    *("subject", "settled_at", "entry_id"),
)
_SETTLED_AFTER = timedelta(milliseconds=400)

# Letters that the program itself judges when it starts: strangers who name a case, reports of nothing we sent.
_STRANGERS = (
    (
        "Birgitta Sjöholm",
        "birgitta.sjoholm@posten.example",
        "Jag skriver för min mamma som inte har e-post. Hur går det?",
    ),
    ("Transportbolaget Norr", "skador@transport.example", "Vi har utrett skadan. Godset var oskadat när det lämnades."),
    ("Jonas Ek", "jonas@eklaw.example", "Jag företräder er kund och vill ha kopior på allt i ärendet."),
    ("Alma", "alma.n@kanal.example", "Hej! Jag fick det här numret av min granne, gäller det mig också?"),
)
_REFUSED = (
    ("own_message", "kundservice@nordljus.example", "Tack för ditt mejl"),
    ("loop", "noreply@robotpost.example", "Automatic reply: Re: Automatic reply"),
    ("loop", "noreply@robotpost.example", "Automatic reply: Re: Automatic reply"),
    ("refused_before", "erbjudanden@klickahar.example", "Tjäna pengar hemifrån"),
)


class Post:
    """The ledger of the latest month: what came in, as bytes, with what became of it."""

    name = "Postbok"

    def steps(self, world: World) -> int:  # noqa: ARG002 -- a chapter's shape
        return 1

    def write(self, world: World, *, now: datetime, progress: Progress) -> None:
        mailbox = world.department.queues[0].mailboxes[0]
        copy_rows(Envelope, _COLUMNS, [*_processed(now), *_refused(mailbox, now), *_undecided(mailbox, now)])
        progress(1)


def _processed(now: datetime) -> Iterator[tuple[Any, ...]]:
    entries = Entry.objects.filter(direction="in", channel="mail", created_at__gte=now - _KEPT)
    seen: set[int] = set()
    for entry in entries.order_by("created_at", "pk").iterator():
        key = "message_id" if entry.case_id in seen else "new"
        seen.add(entry.case_id)
        mailbox, author = entry.recipients["to"][0], (entry.author_name, entry.author_address)
        raw = _letter(author, mailbox, entry.subject, entry.text, entry=entry)
        row = _row(mailbox, raw, entry.created_at, entry.author_address, entry.subject)
        decision = written({"method": key, "explanation_key": key, "evidence": {}})
        yield (*row[:6], "processed", "", decision, *row[6:], entry.created_at + _SETTLED_AFTER, entry.pk)


def _refused(mailbox: str, now: datetime) -> Iterator[tuple[Any, ...]]:
    for hours, (reason, sender, subject) in enumerate(_REFUSED, start=3):
        at = now - timedelta(hours=hours * 5)
        row = _row(mailbox, _letter(("", sender), mailbox, subject, subject), at, sender, subject)
        yield (*row[:6], "refused", reason, "{}", *row[6:], at + _SETTLED_AFTER, None)


def _undecided(mailbox: str, now: datetime) -> Iterator[tuple[Any, ...]]:
    cases = Case.objects.is_open().order_by("-pk")[: len(_STRANGERS)]
    for minutes, (case, (name, address, text)) in enumerate(zip(cases, _STRANGERS, strict=False), start=1):
        subject = f"Ärende {case}"
        at = now - timedelta(minutes=minutes * 37)
        row = _row(mailbox, _letter((name, address), mailbox, subject, text), at, address, subject)
        yield (*row[:6], "received", "", "{}", "", "", None, None)


def _letter(author: tuple[str, str], to: str, subject: str, text: str, *, entry: Entry | None = None) -> bytes:
    digest = hashlib.sha256(f"{author}{subject}{text}".encode()).hexdigest()[:24]
    message_id = entry.message_id if entry and entry.message_id else f"<{digest}@{author[1].rpartition('@')[2]}>"
    moment = entry.created_at if entry else datetime.fromisoformat("2026-01-01T12:00:00+01:00")
    return compose(
        OutgoingMail(sender=author, to=(("", to),), subject=subject, message_id=message_id, date=moment, text=text)
    )


def _row(account: str, raw: bytes, at: datetime, sender: str, subject: str) -> tuple[Any, ...]:
    transport = written({"sender": sender, "recipients": [account], "peer": "127.0.0.1", "protocol": "smtp"})
    digest = hashlib.sha256(raw + at.isoformat().encode()).hexdigest()
    return ("mail", account, digest, raw, transport, at, sender, subject[:300])

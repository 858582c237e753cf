from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from lyhord.channels.mail.fetching.account import Account, Credentials
from lyhord.channels.models import Envelope, FetchedMailbox, FetchedMessage, MailAlarm, Mailbox
from lyhord.core.sealing import seal
from lyhord.people.models import Agent

DAYS_SHOWN = 14
State = FetchedMessage.State


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedDay:
    """What the server had on a day and what the ledger made of it; the two sides must be equal."""

    day: date
    seen: int
    known: int
    gone: int
    waiting: int
    processed: int
    held: int
    refused: int
    received: int

    @property
    def missing(self) -> int:
        booked = self.processed + self.held + self.refused + self.received
        return self.seen - self.known - self.gone - self.waiting - booked

    @property
    def adds_up(self) -> bool:
        return self.missing == 0


@dataclass(frozen=True, slots=True)
class Progress:
    fetched: int
    total: int


def fetched_of(mailbox: Mailbox) -> QuerySet[FetchedMailbox]:
    return FetchedMailbox.objects.filter(mailbox=mailbox).order_by("pk")


def days_of(fetched: FetchedMailbox, *, at: datetime) -> list[FetchedDay]:
    """The latest fourteen days that something came, newest first."""
    since = at - timedelta(days=DAYS_SHOWN)
    states: dict[str, Any] = {state: Count("pk", filter=Q(state=state)) for state in ("known", "gone", "waiting")}
    booked = {state.value: Count("pk", filter=Q(state=State.KEPT, envelope__state=state)) for state in Envelope.State}
    counted = (
        fetched.messages.filter(arrived_at__gte=since)
        .annotate(day=TruncDate("arrived_at"))
        .order_by()
        .values("day")
        .annotate(seen=Count("pk"), **states, **booked)
    )
    rows: list[dict[str, Any]] = [dict(row) for row in counted]
    return [FetchedDay(**row) for row in sorted(rows, key=lambda row: row["day"], reverse=True)]


def progress_of(fetched: FetchedMailbox) -> Progress | None:
    """How far a long fetch has come; None when nothing waits."""
    present = fetched.messages.filter(series=fetched.series)
    waiting = present.filter(state=State.WAITING).count()
    total = present.count() if waiting else 0
    return Progress(total - waiting, total) if waiting else None


def open_alarms() -> Sequence[MailAlarm]:
    return list(MailAlarm.objects.filter(settled_at=None).order_by("-raised_at", "-pk")[:20])


def count_alarms(agent: Agent) -> int:  # noqa: ARG001 -- whoever sees the ledger sees them all
    return MailAlarm.objects.filter(settled_at=None).count()


def account_to_try(*, fetched: FetchedMailbox | None, address: str, settings: dict[str, Any]) -> Account:
    """What a form says as an account that can be tried; an empty secret means the one that is kept."""
    login = ("user", "auth", "token_url", "client_id", "scope")
    credentials = Credentials(
        **{name: settings[name] for name in login},
        secret=seal(settings["secret"]) or (fetched.sealed_secret if fetched else ""),
        client_secret=seal(settings["client_secret"]) or (fetched.sealed_client_secret if fetched else ""),
    )
    place = ("host", "port", "tls", "folder", "after", "move_to", "start", "start_days")
    return Account(
        **{name: settings[name] for name in place},
        key=0,
        address=address,
        credentials=credentials,
        series=0,
        uid_validity=None,
        began_at=None,
        first_uid=0,
        latest_uid=0,
    )

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from lyhord.cases.models import Case
from lyhord.channels.intake.premises import Premises, read_premises
from lyhord.channels.intake.settling import understand
from lyhord.channels.mail.letter import Letter
from lyhord.channels.models import Envelope, Mailbox
from lyhord.core import case_numbers
from lyhord.people.models import Agent

DAYS_SHOWN = 7
HELD_SHOWN = 30
STUCK_AFTER = timedelta(minutes=5)

State = Envelope.State


@dataclass(frozen=True, slots=True)
class MailboxDay:
    """What came to a mailbox on a day; it adds up when everything is settled and every settled message still is there.

    ``lost`` are processed messages whose entry is gone, ``stuck`` those that nobody has settled for five minutes.
    """

    address: str
    note: str
    processed: int = 0
    held: int = 0
    refused: int = 0
    waiting: int = 0
    stuck: int = 0
    lost: int = 0
    days: list[bool] = field(default_factory=list)

    @property
    def seen(self) -> int:
        return self.processed + self.held + self.refused + self.waiting

    @property
    def missing(self) -> int:
        return self.lost + self.stuck

    @property
    def adds_up(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class HeldMessage:
    """A held envelope with what a person needs to decide; ``case`` only if the agent may see it."""

    envelope: Envelope
    letter: Letter
    case: Case | None

    @property
    def evidence(self) -> dict[str, object]:
        found: dict[str, object] = self.envelope.decision.get("evidence", {})
        return found


def envelopes_for(
    agent: Agent, *, state: str = "", account: str = "", words: str = "", on: date | None = None
) -> QuerySet[Envelope]:
    """The part of the ledger that an agent may read, newest first, without the bytes."""
    found = Envelope.objects.visible_to(agent).defer("raw").select_related("entry__case")
    if state:
        found = found.filter(state=state)
    if account:
        found = found.filter(account=account)
    if words.strip():
        text = words.strip()
        found = found.filter(Q(sender__icontains=text) | Q(subject__icontains=text) | Q(account__icontains=text))
    if on is not None:
        found = found.filter(received_at__range=_bounds(on, on))
    return found.order_by("-pk")


def ledger_of(*, on: date, at: datetime) -> list[MailboxDay]:
    """Every mailbox with what came to it on a day, and whether the seven days up to it add up."""
    first = on - timedelta(days=DAYS_SHOWN - 1)
    counted = (
        Envelope.objects.filter(received_at__range=_bounds(first, on))
        .annotate(day=TruncDate("received_at"))
        .order_by()
        .values("account", "day", "state")
        .annotate(
            n=Count("pk"),
            lost=Count("pk", filter=Q(entry=None, state=State.PROCESSED)),
            stuck=Count("pk", filter=Q(state=State.RECEIVED, received_at__lt=at - STUCK_AFTER)),
        )
    )
    rows: list[dict[str, Any]] = [dict(row) for row in counted]
    boxes = {box.address.lower(): str(box.queue) for box in Mailbox.objects.select_related("queue")}
    addresses = sorted({*boxes, *(row["account"] for row in rows)})
    days = [first + timedelta(days=number) for number in range(DAYS_SHOWN)]
    return [_mailbox_day(address, boxes.get(address, ""), rows, on, days) for address in addresses]


def held_for(agent: Agent) -> list[HeldMessage]:
    """The oldest held messages, read for deciding."""
    premises = read_premises()
    waiting = Envelope.objects.visible_to(agent).filter(state=State.HELD).order_by("pk")[:HELD_SHOWN]
    return [_held(envelope, premises, agent) for envelope in waiting]


def count_held(agent: Agent) -> int:
    return Envelope.objects.visible_to(agent).filter(state=State.HELD).count()


def letter_in(envelope: Envelope) -> Letter:
    """The message of an envelope, read as intake reads it."""
    return understand(envelope=envelope, premises=read_premises())


def _held(envelope: Envelope, premises: Premises, agent: Agent) -> HeldMessage:
    number = case_numbers.read(str(envelope.decision.get("evidence", {}).get("case", "")))
    case = Case.objects.visible_to(agent).select_related("customer").filter(number=number).first() if number else None
    return HeldMessage(envelope, understand(envelope=envelope, premises=premises), case)


def _mailbox_day(address: str, note: str, rows: Iterable[dict[str, Any]], on: date, days: list[date]) -> MailboxDay:
    own = [row for row in rows if row["account"] == address]
    today = {row["state"]: row for row in own if row["day"] == on}
    wrong = {row["day"] for row in own if row["lost"] or row["stuck"]}

    def count(state: str, what: str = "n") -> int:
        return int(today.get(state, {}).get(what, 0))

    return MailboxDay(
        address=address,
        note=note,
        processed=count(State.PROCESSED),
        held=count(State.HELD),
        refused=count(State.REFUSED),
        waiting=count(State.RECEIVED),
        stuck=count(State.RECEIVED, "stuck"),
        lost=count(State.PROCESSED, "lost"),
        days=[day not in wrong for day in days],
    )


def _bounds(first: date, final: date) -> tuple[datetime, datetime]:
    zone = timezone.get_current_timezone()
    begin = datetime.combine(first, time.min, tzinfo=zone)
    end = datetime.combine(final + timedelta(days=1), time.min, tzinfo=zone) - timedelta(microseconds=1)
    return begin.astimezone(UTC), end.astimezone(UTC)

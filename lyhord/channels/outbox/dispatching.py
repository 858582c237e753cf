"""The loop that lets replies leave: each due delivery once, or visibly in doubt."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from threading import Event
from urllib.parse import urlsplit

from django.db import Error, InterfaceError, OperationalError, connection
from django.utils import timezone

from lyhord.cases.models import Delivery
from lyhord.channels.mail.relay import Answer, RelayLine, Unreachable
from lyhord.channels.outbox import progress
from lyhord.channels.outbox.backoff import PATIENCE, next_attempt
from lyhord.channels.outbox.letters import CannotSend, Ready, written
from lyhord.channels.outbox.lines import INSTALLATION, Lines
from lyhord.channels.outbox.locks import being_at
from lyhord.channels.outbox.pauses import SHORTEST_S, Pause
from lyhord.channels.outbox.relay_alarms import raise_relay_alarm, settle_relay_alarm
from lyhord.channels.outbox.sender import mailbox_of
from lyhord.channels.outbox.signing import CannotSign
from lyhord.channels.outbox.sink import sink
from lyhord.channels.outbox.waking import NOTIFY_CHANNEL
from lyhord.channels.waking import Bell
from lyhord.core.config import config

State = Delivery.State
BATCH = 50
POLL_S = 1.0
ALARM_AFTER = timedelta(minutes=5)
DATABASE_RETRY_S = 0.5
DATABASE_PATIENCE_S = 300.0
STOPPING_PATIENCE_S = 3.0

log = logging.getLogger(__name__)


def run(stop: Event) -> None:
    """Send what is due as soon as it is due, until told to stop; raises when the database is away."""
    relay = config().relay
    line = RelayLine(relay=relay, hostname=urlsplit(config().public_url).hostname or "localhost") if relay else None
    outbox = Outbox(line=line, stop=stop)
    try:
        with Bell(NOTIFY_CHANNEL) as bell:
            while not stop.is_set():
                outbox.look_for_doubt()
                if not outbox.send_due():
                    bell.wait(outbox.rest_s())
    finally:
        outbox.close()


class Outbox:
    """Sends by one line to the relay, or to the sink when `line` is None."""

    def __init__(self, *, line: RelayLine | None, stop: Event) -> None:
        self._lines = Lines(line)
        self._stop = stop
        self._pauses: dict[int, Pause] = {}
        self._trusted: set[int] = set()

    def send_due(self) -> int:
        """Try a batch of what is due; returns how many were tried."""
        self._lines.refresh()
        if not self._lines.are_several and self._pause_of(INSTALLATION).is_on:
            return 0
        due = Delivery.objects.filter(state=State.QUEUED, channel="mail", due_at__lte=timezone.now())
        tried = 0
        for key in due.order_by("due_at", "pk").values_list("pk", flat=True)[:BATCH]:
            if self._stop.is_set() or not self._try(key):
                break
            tried += 1
        return tried

    def look_for_doubt(self) -> None:
        """Mark what was being handed over by somebody who is gone."""
        before = timezone.now() - timedelta(seconds=progress.GRACE_S)
        for delivery in Delivery.objects.filter(state=State.HANDING_OVER).select_related("entry__case"):
            with being_at(delivery.pk) as is_ours:
                if is_ours and delivery.state_at < before:
                    progress.doubt(delivery)

    def rest_s(self) -> float:
        """How long nothing is due, at most a second."""
        queued = Delivery.objects.filter(state=State.QUEUED, channel="mail").order_by("due_at", "pk")
        due = queued.values_list("due_at", flat=True).first()
        wait = (due - timezone.now()).total_seconds() if due else POLL_S
        return min(POLL_S, max(wait, 0 if self._lines.are_several else self._pause_of(INSTALLATION).left_s, 0.005))

    def close(self) -> None:
        self._lines.close()

    def _pause_of(self, key: int) -> Pause:
        return self._pauses.setdefault(key, Pause())

    def _try(self, key: int) -> bool:
        """Send one delivery; False when the relay cannot be reached, so that trying others makes no sense."""
        with being_at(key) as is_ours:
            delivery = _due(key) if is_ours else None
            if delivery is None:
                return True
            try:
                ready = written(delivery)
            except CannotSend as error:
                progress.settle(delivery, State.FAILED, words=str(error))
                return True
            except CannotSign as error:
                self._wait_for_relay(delivery, self._lines.key_of(mailbox_of(delivery.entry.case)), error)
                return self._lines.are_several
            key = self._lines.key_of(ready.mailbox_id)
            if (pause := self._pause_of(key)).is_on:
                progress.settle(delivery, State.QUEUED, words=pause.words, due_at=pause.until)
                return True
            line = self._lines.line(key)
            if line is None:
                sink(delivery, ready)
                return True
            return self._hand_over(line, key, delivery, ready) or self._lines.are_several

    def _hand_over(self, line: RelayLine, key: int, delivery: Delivery, ready: Ready) -> bool:
        before = delivery.attempts
        try:
            answer = line.hand_over(
                sender=ready.sender,
                recipient=ready.recipient,
                raw=ready.raw,
                begin=lambda: progress.begin(delivery),
            )
        except Unreachable as error:
            self._wait_for_relay(delivery, key, error)
            return False
        except (OperationalError, InterfaceError):
            # the dot was not sent: the relay has thrown the message away, whatever the database remembers
            self._insist(lambda: _never_left(delivery))
            raise
        if delivery.attempts == before:
            progress.count_attempt(delivery)
        self._insist(lambda: _book(delivery, answer))
        self._trust(key)
        return True

    def _trust(self, key: int) -> None:
        """Note that a line works; an alarm of earlier, perhaps of another worker, is over then."""
        self._pauses.pop(key, None)
        if key not in self._trusted:
            settle_relay_alarm(key)
            self._trusted.add(key)

    def _wait_for_relay(self, delivery: Delivery, key: int, error: Unreachable | CannotSign) -> None:
        words = str(error)
        self._trusted.discard(key)
        pause = self._pause_of(key)
        pause.lengthen(words)
        log.warning("The relay cannot be reached, next attempt in %.0f s: %s", pause.length_s, words)
        now = timezone.now()
        if error.needs_a_person or now - delivery.created_at > ALARM_AFTER:
            raise_relay_alarm(key, words=words)
        is_hopeless = now - delivery.created_at > PATIENCE
        due_at = pause.until if self._lines.are_several else None
        if is_hopeless or due_at or delivery.response != words[:500]:
            progress.settle(delivery, State.FAILED if is_hopeless else State.QUEUED, words=words, due_at=due_at)

    def _insist(self, commit: Callable[[], None]) -> None:
        """Repeat a commit while the database is away: what the relay said must not be forgotten."""
        began = time.monotonic()
        while True:
            try:
                commit()
            except (OperationalError, InterfaceError):
                patience_s = STOPPING_PATIENCE_S if self._stop.is_set() else DATABASE_PATIENCE_S
                if time.monotonic() - began > patience_s:
                    raise
                _hang_up()
                time.sleep(DATABASE_RETRY_S)
            else:
                return


def _due(key: int) -> Delivery | None:
    deliveries = Delivery.objects.select_related("entry__case__customer")
    return deliveries.filter(pk=key, state=State.QUEUED, due_at__lte=timezone.now()).first()


def _book(delivery: Delivery, answer: Answer) -> None:
    if answer.kind == "sent":
        progress.settle(delivery, State.SENT, words=answer.words)
    elif answer.kind == "refused":
        progress.settle(delivery, State.FAILED, words=answer.words)
    elif answer.kind == "unsure":
        progress.settle(delivery, State.UNCERTAIN, words=answer.words)
    elif answer.kind == "later":
        _try_later(delivery, answer.words)


def _try_later(delivery: Delivery, words: str) -> None:
    due_at = next_attempt(attempts=delivery.attempts, since=delivery.created_at, at=timezone.now())
    progress.settle(delivery, State.QUEUED if due_at else State.FAILED, words=words, due_at=due_at)


def _never_left(delivery: Delivery) -> None:
    progress.settle(delivery, State.QUEUED, words="", due_at=timezone.now() + timedelta(seconds=SHORTEST_S))


def _hang_up() -> None:
    try:
        connection.close()
    except Error:
        connection.connection = None

"""The loop that turns what has arrived into cases: one envelope, one transaction."""

import logging
import time
from threading import Event

import psycopg
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from lyhord.channels.holding import show_held
from lyhord.channels.intake.outcome import held
from lyhord.channels.intake.premises import Premises, read_premises
from lyhord.channels.intake.settling import record, settle, understand
from lyhord.channels.models import Envelope
from lyhord.channels.waking import Bell

NOTIFY_CHANNEL = "lyhord_envelope"
POLL_S = 1.0
PREMISES_ARE_FRESH_S = 3.0

# written out, since it runs for every message: the ORM would spend longer on the words than PostgreSQL on the work
_CLAIM = """
    SELECT id, channel, account, raw, transport, received_at, attempts FROM channels_envelope
    WHERE state = 'received' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
"""

log = logging.getLogger(__name__)


def run(stop: Event) -> None:
    """Settle envelopes as they arrive until told to stop; raises when the database is away, to be called again."""
    with Bell(NOTIFY_CHANNEL) as bell:
        while not stop.is_set():
            drain(stop)
            bell.wait(POLL_S)


def drain(stop: Event) -> int:
    """Settle what waits now and return how many envelopes that were."""
    settled, premises, read_at = 0, read_premises(), time.monotonic()
    while not stop.is_set():
        if time.monotonic() - read_at > PREMISES_ARE_FRESH_S:
            premises, read_at = read_premises(), time.monotonic()
        if not settle_next(premises=premises):
            break
        settled += 1
    return settled


def settle_next(*, premises: Premises) -> bool:
    """Settle the oldest envelope that nobody is at; False when none waits.

    An envelope that cannot be settled is held with the reason, in a transaction of its own, and stops no other.
    A database that goes away is no fault of the envelope: the error is raised and the envelope waits.
    """
    at = timezone.now()
    envelope: Envelope | None = None
    try:
        with transaction.atomic():
            envelope = _claim()
            if envelope is None:
                return False
            _settle(envelope, premises)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        if envelope is None or _is_away(error):
            raise
        log.exception("Envelope %s could not be settled and is held.", envelope.pk)
        _hold(envelope.pk, error)
    log.debug("Envelope %s took %s.", envelope.pk, timezone.now() - at)
    return True


def _claim() -> Envelope | None:
    return next(iter(Envelope.objects.raw(_CLAIM)), None)


def _settle(envelope: Envelope, premises: Premises) -> None:
    letter = understand(envelope=envelope, premises=premises)
    outcome = settle(letter=letter, mailbox=premises.mailbox(envelope.account), premises=premises)
    record(envelope=envelope, letter=letter, outcome=outcome, at=timezone.now())
    if outcome.state == Envelope.State.HELD:
        show_held(envelope)


def _is_away(error: Exception) -> bool:
    if connection.connection is None or connection.connection.closed:
        return True
    return isinstance(error, DatabaseError) and isinstance(error.__cause__, psycopg.OperationalError)


def _hold(key: int, error: Exception) -> None:
    with transaction.atomic():
        envelope = Envelope.objects.select_for_update().filter(pk=key, state=Envelope.State.RECEIVED).first()
        if envelope is None:
            return
        explanation = f"{type(error).__name__}: {error}".replace("\0", "")[:500]
        record(envelope=envelope, letter=None, outcome=held("failed", explanation), at=timezone.now())
        show_held(envelope)

"""The states of a delivery as the relay moves it, each committed by itself."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from lyhord.cases.models import Delivery
from lyhord.channels.delivering import show_delivery

State = Delivery.State
GRACE_S = 5.0


def begin(delivery: Delivery) -> bool:
    """Commit that the message is about to become the relay's; False when it was withdrawn meanwhile."""
    # counted first: if the answer to this commit is lost, the attempt is still told from the one before
    delivery.attempts += 1
    changed = Delivery.objects.filter(pk=delivery.pk, state=State.QUEUED).update(
        state=State.HANDING_OVER, attempts=delivery.attempts, state_at=timezone.now()
    )
    return changed == 1


def count_attempt(delivery: Delivery) -> None:
    """Count an attempt that ended before the message was handed over."""
    Delivery.objects.filter(pk=delivery.pk, state=State.QUEUED).update(attempts=F("attempts") + 1)
    delivery.attempts += 1


@transaction.atomic
def settle(delivery: Delivery, state: str, *, words: str, due_at: datetime | None = None) -> None:
    """Commit how an attempt ended, unless somebody has begun another one since."""
    current = Delivery.objects.select_for_update().filter(pk=delivery.pk, attempts=delivery.attempts)
    open_states = (State.QUEUED, State.HANDING_OVER, State.UNCERTAIN)
    changes = {"state": state, "response": words[:500], "state_at": timezone.now()}
    if current.filter(state__in=open_states).update(**changes, **({"due_at": due_at} if due_at else {})):
        delivery.state = state
        show_delivery(delivery)


@transaction.atomic
def doubt(delivery: Delivery) -> None:
    """Say that nobody knows whether the message left: whoever handed it over is gone."""
    changed = Delivery.objects.filter(pk=delivery.pk, state=State.HANDING_OVER).update(
        state=State.UNCERTAIN, state_at=timezone.now()
    )
    if changed:
        delivery.state = State.UNCERTAIN
        show_delivery(delivery)

from datetime import datetime

from django.db import connection

from lyhord.cases.models import Delivery
from lyhord.channels.delivering import show_delivery
from lyhord.channels.outbox.waking import NOTIFY_CHANNEL


class NotResendable(Exception):  # noqa: N818 -- a named fact, worded by views
    """The delivery is in no state in which this makes sense; somebody may have been quicker."""


def queue_again(delivery: Delivery, *, at: datetime) -> None:
    """Put a delivery back in the outbox, due at once, with two fresh days of patience."""
    delivery.state = Delivery.State.QUEUED
    delivery.due_at = delivery.created_at = delivery.state_at = at
    delivery.response = ""
    delivery.save(update_fields=["state", "due_at", "created_at", "state_at", "response"])
    show_delivery(delivery)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [NOTIFY_CHANNEL])

from collections.abc import Iterable
from typing import Any

from django.db import connection

from lyhord.core.models import LiveEvent

NOTIFY_CHANNEL = "lyhord_live"


def publish(*, topics: Iterable[str], kind: str, body: dict[str, Any]) -> None:
    """Tell open screens that follow one of ``topics``, when the caller's transaction commits.

    ``body`` is small and holds no text of customers: a screen fetches what it may see. The notification
    carries only the row's id, since PostgreSQL limits a payload to 8,000 bytes.
    """
    event = LiveEvent.objects.create(topics=sorted(set(topics)), kind=kind, body=body)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [NOTIFY_CHANNEL, str(event.pk)])

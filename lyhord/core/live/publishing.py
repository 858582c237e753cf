import json
from collections.abc import Iterable
from typing import Any

from django.db import connection

NOTIFY_CHANNEL = "lyhord_live"

# one statement instead of two, since every change of a case says it
_PUBLISH = """
    WITH event AS (
        INSERT INTO core_liveevent (topics, kind, body) VALUES (%s, %s, %s::jsonb) RETURNING id
    )
    SELECT pg_notify(%s, id::text) FROM event
"""


def publish(*, topics: Iterable[str], kind: str, body: dict[str, Any]) -> None:
    """Tell open screens that follow one of ``topics``, when the caller's transaction commits.

    ``body`` is small and holds no text of customers: a screen fetches what it may see. The notification
    carries only the row's id, since PostgreSQL limits a payload to 8,000 bytes.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PUBLISH, [sorted(set(topics)), kind, json.dumps(body), NOTIFY_CHANNEL])

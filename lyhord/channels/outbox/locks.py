from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import Error, connection

# advisory locks share one space in a database; deliveries get the upper half that begins with "Ly"
_DELIVERIES = 0x4C79 << 48


@contextmanager
def being_at(delivery_id: int) -> Iterator[bool]:
    """Be the only one who sends this delivery; False when somebody else is at it.

    The lock belongs to the database session: a worker that dies lets go at once.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_DELIVERIES + delivery_id])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            with suppress(Error), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_DELIVERIES + delivery_id])

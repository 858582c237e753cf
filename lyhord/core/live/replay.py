from datetime import timedelta

from django.db.models import Q

from lyhord.core.live.hub import Told
from lyhord.core.models import LiveEvent

OVERLAP = timedelta(seconds=5)
LIMIT = 500


def latest_event_id() -> int | None:
    """The newest event there is; None when nothing has happened for a day."""
    return LiveEvent.objects.order_by("-pk").values_list("pk", flat=True).first()


def missed_since(*, latest_id: int, topics: frozenset[str]) -> list[Told] | None:
    """What a screen that last saw `latest_id` has missed, oldest first; None when that can no longer be told.

    Numbers are given before commit, so that a slow transaction may have a lower one than those already seen:
    five seconds are told twice, and the screen drops the numbers it knows.
    """
    latest = LiveEvent.objects.filter(pk=latest_id).first()
    if latest is None:
        return None
    rows = LiveEvent.objects.filter(Q(pk__gt=latest_id) | Q(at__gt=latest.at - OVERLAP), topics__overlap=sorted(topics))
    missed = [
        Told(id=row.pk, topics=tuple(row.topics), kind=row.kind, body=row.body)
        for row in rows.exclude(pk=latest_id).order_by("pk")[: LIMIT + 1]
    ]
    return missed if len(missed) <= LIMIT else None

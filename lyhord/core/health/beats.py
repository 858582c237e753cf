from datetime import timedelta
from threading import Event

from django.utils.timezone import now

from lyhord.core.loops import loop
from lyhord.core.models import Heartbeat

BEAT_S = 5.0
MISSED_AFTER = timedelta(seconds=30)


def beat(part: str) -> None:
    """Say that a part of the program lives."""
    Heartbeat.objects.update_or_create(part=part, defaults={"seen_at": now()})


def is_alive(part: str) -> bool:
    """Whether the part was seen within the latest thirty seconds."""
    return Heartbeat.objects.filter(part=part, seen_at__gt=now() - MISSED_AFTER).exists()


@loop("heartbeat")
def keep_beating(stop: Event) -> None:
    while not stop.is_set():
        beat("worker")
        stop.wait(BEAT_S)

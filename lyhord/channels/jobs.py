from threading import Event

from django.utils import timezone
from procrastinate.contrib.django import app

from lyhord.channels.actions.sound_alarms import sound_alarms
from lyhord.channels.intake import draining
from lyhord.channels.outbox import dispatching
from lyhord.core.actions import System
from lyhord.core.loops import loop


@loop("intake")
def take_in(stop: Event) -> None:
    draining.run(stop)


@loop("intake (second)")
def take_in_as_well(stop: Event) -> None:
    """While one settles, the other waits for the database: together they do half as much again."""
    draining.run(stop)


@loop("relay")
def send_out(stop: Event) -> None:
    dispatching.run(stop)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="channels.look_after_fetching")
def look_after_fetching(timestamp: int) -> None:  # noqa: ARG001 -- the timetable's minute
    sound_alarms(by=System("alarms"), at=timezone.now())

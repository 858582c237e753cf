from datetime import timedelta

from django.utils.timezone import now
from procrastinate.contrib.django import app

from lyhord.core.models import LiveEvent

KEPT = timedelta(hours=24)


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="core.purge_live_events")
def purge_live_events(timestamp: int) -> None:  # noqa: ARG001 -- the timetable's minute
    """Forget what no screen can have missed any more: a screen away longer than a day reads its page again."""
    LiveEvent.objects.filter(at__lt=now() - KEPT).delete()

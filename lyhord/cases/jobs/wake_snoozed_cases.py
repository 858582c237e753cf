from django.utils.timezone import now
from procrastinate.contrib.django import app

from lyhord.cases.actions.snooze_case import wake_case
from lyhord.cases.models import Case
from lyhord.core.actions import System


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="cases.wake_snoozed_cases")
def wake_snoozed_cases(timestamp: int) -> None:  # noqa: ARG001 -- the timetable's minute
    """Show again what was put aside until now; one transaction a case, found by index."""
    for case in Case.objects.filter(snoozed_until__isnull=False, snoozed_until__lte=now()).order_by("snoozed_until")[
        :1000
    ]:
        wake_case(case=case, by=System("clock"), at=now())

from datetime import datetime

from lyhord.channels.alarming import tell_alarms
from lyhord.channels.models import MailAlarm
from lyhord.core.actions import Actor, action


@action(permission="channels.see_ledger")
def settle_alarm(*, alarm: MailAlarm, by: Actor, at: datetime) -> None:  # noqa: ARG001 -- for the trail
    """Note that somebody has seen to an alarm; what is still wrong raises it again."""
    MailAlarm.objects.filter(pk=alarm.pk, settled_at=None).update(settled_at=at)
    tell_alarms()

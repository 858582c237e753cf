from django.db import transaction
from django.utils import timezone

from lyhord.channels.alarming import tell_alarms
from lyhord.channels.models import MailAlarm, Mailbox


@transaction.atomic
def raise_relay_alarm(key: int, *, words: str) -> None:
    """Tell once that answers cannot be sent by the line with this key, with the server's latest words."""
    facts = {"mailbox": _name(key), "words": words[:500]}
    open_alarm, is_new = MailAlarm.objects.get_or_create(
        about=f"relay:{key}",
        kind=MailAlarm.Kind.RELAY,
        settled_at=None,
        defaults={"facts": facts, "raised_at": timezone.now()},
    )
    if is_new:
        tell_alarms()
    elif open_alarm.facts != facts:
        MailAlarm.objects.filter(pk=open_alarm.pk).update(facts=facts)


@transaction.atomic
def settle_relay_alarm(key: int) -> None:
    """Tell that answers leave again."""
    if MailAlarm.objects.filter(about=f"relay:{key}", settled_at=None).update(settled_at=timezone.now()):
        tell_alarms()


def _name(key: int) -> str:
    mailbox = Mailbox.objects.filter(pk=key).first() if key else None
    return str(mailbox) if mailbox else ""

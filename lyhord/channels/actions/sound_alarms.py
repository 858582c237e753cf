from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Max

from lyhord.channels.alarming import tell_alarms
from lyhord.channels.models import FetchedMailbox, FetchedMessage, MailAlarm
from lyhord.core.actions import Actor, action

SILENT_AFTER = timedelta(minutes=5)
Kind = MailAlarm.Kind
State = FetchedMessage.State


@action(permission="channels.edit_mailboxes")
def sound_alarms(*, by: Actor, at: datetime) -> int:  # noqa: ARG001 -- for the trail
    """Raise an alarm for every fetched mailbox that does not add up, and settle those that do again.

    What had been passed over stays an alarm until somebody has read it, although it has been fetched since.
    Returns how many alarms were raised.
    """
    found = {(f"fetched:{each.pk}", kind): facts for each in _mailboxes() for kind, facts in _wrong(each, at)}
    open_now = MailAlarm.objects.filter(settled_at=None, about__startswith="fetched:")
    known = {(each.about, each.kind) for each in open_now}
    raised = [
        MailAlarm(about=about, kind=kind, facts=facts, raised_at=at)
        for (about, kind), facts in found.items()
        if (about, kind) not in known
    ]
    MailAlarm.objects.bulk_create(raised, ignore_conflicts=True)
    over = [each.pk for each in open_now.exclude(kind=Kind.MISSED) if (each.about, each.kind) not in found]
    MailAlarm.objects.filter(pk__in=over).update(settled_at=at)
    if raised or over:
        tell_alarms()
    return len(raised)


def _mailboxes() -> list[FetchedMailbox]:
    return list(FetchedMailbox.objects.open().select_related("mailbox"))


def _wrong(fetched: FetchedMailbox, at: datetime) -> Iterator[tuple[str, dict[str, Any]]]:
    facts = {"mailbox": fetched.mailbox.address, "fetched": fetched.pk, "user": fetched.user}
    if fetched.is_silent(for_at_least=SILENT_AFTER, at=at):
        yield Kind.SILENT, {**facts, "trouble": fetched.trouble, "words": fetched.trouble_words}
    counts = {Kind.MISSED: _passed_over(fetched), Kind.UNFETCHED: _left_behind(fetched), Kind.LOST: _lost(fetched)}
    for kind, count in counts.items():
        if count:
            yield kind, {**facts, "count": count}


def _passed_over(fetched: FetchedMailbox) -> int:
    told = MailAlarm.objects.filter(about=f"fetched:{fetched.pk}", kind=Kind.MISSED)
    latest = told.aggregate(at=Max("raised_at"))["at"]
    late = fetched.messages.filter(is_late=True)
    return (late.filter(seen_at__gt=latest) if latest else late).count()


def _left_behind(fetched: FetchedMailbox) -> int:
    # after a success nothing that was seen before it should wait any more
    return fetched.messages.filter(
        state=State.WAITING, seen_at__lt=F("fetched__latest_success_at"), fetched__latest_success_at__isnull=False
    ).count()


def _lost(fetched: FetchedMailbox) -> int:
    return fetched.messages.filter(state=State.KEPT, envelope=None).count()

from django.utils import timezone

from lyhord.cases.events import MessageReceived, ReplyQueued
from lyhord.cases.models import Acknowledgement, Entry
from lyhord.channels.actions.acknowledge_case import acknowledge_case
from lyhord.channels.actions.post_reply import post_reply
from lyhord.core.actions import System
from lyhord.core.events import subscribe


@subscribe(ReplyQueued)
def on_reply_queued(event: ReplyQueued) -> None:
    post_reply(entry_id=event.entry_id)


@subscribe(MessageReceived)
def on_message_received(event: MessageReceived) -> None:
    if not event.opens_case or event.is_auto:
        return
    if not Acknowledgement.objects.filter(queue_id=event.queue_id).exists():
        return
    entry = Entry.objects.select_related("case__queue", "case__customer").get(pk=event.entry_id)
    acknowledge_case(entry=entry, by=System("acknowledgement"), at=timezone.now())

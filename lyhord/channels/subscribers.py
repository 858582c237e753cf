from lyhord.cases.events import ReplyQueued
from lyhord.channels.actions.post_reply import post_reply
from lyhord.core.events import subscribe


@subscribe(ReplyQueued)
def on_reply_queued(event: ReplyQueued) -> None:
    post_reply(entry_id=event.entry_id)

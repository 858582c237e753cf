from datetime import datetime

from django.db import transaction

from lyhord.cases.events import EntryWritten, ReplyQueued
from lyhord.cases.models import Case, Delivery, Entry
from lyhord.cases.timeline import show_change
from lyhord.core.actions import Actor
from lyhord.core.events import publish
from lyhord.core.html import page_of


@transaction.atomic(savepoint=False)
def write_automatic_message(*, case: Case, text: str, recipient: str, by: Actor, at: datetime) -> Entry:
    """Send something that no person wrote: it stands in the timeline, but answers nothing.

    Clock, status and first reply of the case stay as they are. ``text`` is plain; the queue's signature follows it.
    """
    signature = case.queue.signature.strip()
    body = page_of(text)
    entry = Entry.objects.create(
        case=case,
        kind=Entry.Kind.MESSAGE,
        direction=Entry.Direction.OUT,
        channel=Case.Channel.MAIL,
        author_name=case.queue.name,
        subject=case.subject,
        reply_text=text,
        text=f"{text}\n\n-- \n{signature}" if signature else text,
        html=f'{body}<div class="signature">{page_of(signature)}</div>' if signature else body,
        recipients={"to": [recipient], "cc": []},
        is_auto=True,
        created_at=at,
    )
    Delivery.objects.create(entry=entry, recipient=recipient, due_at=at)
    publish(EntryWritten(case.pk, entry.pk, entry.kind, entry.direction))
    publish(ReplyQueued(case.pk, entry.pk, at))
    show_change(case=case, what="automatic", by=by, entry=entry)
    return entry

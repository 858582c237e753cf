from django.db import connection, transaction

from lyhord.cases.models import Entry
from lyhord.channels.mail.signing import message_ids
from lyhord.channels.outbox.sender import mailbox_of
from lyhord.channels.outbox.waking import NOTIFY_CHANNEL

_NOTIFY = "SELECT pg_notify(%s, '')"


@transaction.atomic
def post_reply(*, entry_id: int) -> None:
    """Give a reply its signed Message-ID, the same for every attempt, and wake the relay when this commits."""
    entry = Entry.objects.select_related("case").get(pk=entry_id)
    mailbox = mailbox_of(entry.case)
    domain = mailbox.address.rpartition("@")[2] if mailbox else "localhost"
    entry.message_id = message_ids(domain=domain).make(entry.case.number, str(entry.pk))
    entry.save(update_fields=["message_id"])
    with connection.cursor() as cursor:
        cursor.execute(_NOTIFY, [NOTIFY_CHANNEL])

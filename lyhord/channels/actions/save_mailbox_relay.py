from lyhord.channels.models import Mailbox, MailboxRelay
from lyhord.core.actions import Actor, action
from lyhord.core.sealing import seal


@action(permission="channels.edit_mailboxes", records=("host", "port", "user"))
def save_mailbox_relay(
    *,
    mailbox: Mailbox,
    host: str,
    port: int,
    tls: str,
    user: str,
    password: str,
    by: Actor,  # noqa: ARG001 -- for the trail
) -> MailboxRelay:
    """Let answers of a mailbox leave by a server of its own; an empty password leaves the one that is kept."""
    relay = MailboxRelay.objects.filter(mailbox=mailbox).first() or MailboxRelay(mailbox=mailbox, sealed_password="")
    relay.host, relay.port, relay.tls, relay.user = host, port, tls, user
    if password:
        relay.sealed_password = seal(password)
    relay.save()
    return relay

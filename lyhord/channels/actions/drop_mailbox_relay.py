from lyhord.channels.models import MailAlarm, Mailbox, MailboxRelay
from lyhord.core.actions import Actor, action


@action(permission="channels.edit_mailboxes")
def drop_mailbox_relay(*, mailbox: Mailbox, by: Actor) -> None:  # noqa: ARG001 -- for the trail
    """Let answers of a mailbox leave by the installation's relay again, and forget the password of its own."""
    MailboxRelay.objects.filter(mailbox=mailbox).delete()
    MailAlarm.objects.filter(about=f"relay:{mailbox.pk}").delete()

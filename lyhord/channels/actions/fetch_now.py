from django.db.models import F

from lyhord.channels.models import FetchedMailbox
from lyhord.core.actions import Actor, action


@action(permission="channels.edit_mailboxes")
def fetch_now(*, fetched: FetchedMailbox, by: Actor) -> None:  # noqa: ARG001 -- for the trail
    """Let a mailbox be tried at once instead of at its next attempt, and counted from its beginning."""
    FetchedMailbox.objects.filter(pk=fetched.pk).update(revision=F("revision") + 1)

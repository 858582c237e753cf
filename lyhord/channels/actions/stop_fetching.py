from lyhord.channels.models import FetchedMailbox, MailAlarm
from lyhord.core.actions import Actor, action


@action(permission="channels.edit_mailboxes")
def stop_fetching(*, fetched: FetchedMailbox, by: Actor) -> None:  # noqa: ARG001 -- for the trail
    """Fetch no more from a server and forget its settings and password; what was fetched stays in the ledger."""
    MailAlarm.objects.filter(about=f"fetched:{fetched.pk}").delete()
    fetched.delete()

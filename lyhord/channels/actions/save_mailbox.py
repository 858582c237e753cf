from lyhord.cases.models import Queue
from lyhord.channels.models import Mailbox
from lyhord.core.actions import Actor, action


@action(permission="channels.edit_mailboxes", records=("address", "is_active"))
def save_mailbox(
    *,
    mailbox: Mailbox | None,
    address: str,
    name: str,
    queue: Queue,
    is_primary: bool = True,
    is_active: bool = True,
    by: Actor,  # noqa: ARG001 -- for the trail
) -> Mailbox:
    """Add a mailbox (``mailbox=None``) or change it; a queue answers from one address alone."""
    saved = mailbox or Mailbox()
    saved.address, saved.name, saved.queue = address.lower(), name, queue
    saved.is_primary, saved.is_active = is_primary, is_active
    saved.save()
    if is_primary:
        Mailbox.objects.filter(queue=queue).exclude(pk=saved.pk).update(is_primary=False)
    return saved

from typing import Any

from lyhord.channels.models import FetchedMailbox, Mailbox
from lyhord.core.actions import Actor, action
from lyhord.core.sealing import seal

_PLACE = ("host", "user", "folder")


@action(permission="channels.edit_mailboxes", records=("host", "user", "folder", "is_active"))
def save_fetched_mailbox(
    *,
    fetched: FetchedMailbox | None,
    mailbox: Mailbox,
    secret: str,
    client_secret: str,
    by: Actor,  # noqa: ARG001 -- for the trail
    **settings: Any,
) -> FetchedMailbox:
    """Fetch a mailbox (``fetched=None``) or change how; an empty secret leaves the one that is kept.

    Another server, user or folder is counted from its beginning; what was fetched before stays in the ledger.
    """
    saved = fetched or FetchedMailbox(mailbox=mailbox)
    if any(getattr(saved, name) != settings[name] for name in _PLACE):
        saved.uid_validity = saved.began_at = None
    for name, setting in settings.items():
        setattr(saved, name, setting)
    if secret:
        saved.sealed_secret = seal(secret)
    if client_secret:
        saved.sealed_client_secret = seal(client_secret)
    saved.revision = saved.revision + 1 if saved.pk else 0
    if saved.pk:
        kept = ("sealed_secret", "sealed_client_secret", "revision", "uid_validity", "began_at")
        saved.save(update_fields=[*settings, *kept])
    else:
        saved.save()
    return saved

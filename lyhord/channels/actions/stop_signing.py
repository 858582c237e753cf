from lyhord.channels.models import SigningKey
from lyhord.core.actions import Actor, action


@action(permission="channels.edit_mailboxes", records=("domain",))
def stop_signing(*, domain: str, by: Actor) -> None:  # noqa: ARG001 -- for the trail
    """Leave mail from a domain unsigned and forget its key."""
    SigningKey.objects.filter(domain=domain.lower()).delete()

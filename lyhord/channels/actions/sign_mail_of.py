from lyhord.channels.models import SigningKey
from lyhord.channels.outbox.signing import make_key, private_key
from lyhord.core.actions import Actor, action
from lyhord.core.sealing import seal


@action(permission="channels.edit_mailboxes", records=("domain", "selector"))
def sign_mail_of(*, domain: str, selector: str, key_file: str = "", by: Actor) -> SigningKey:  # noqa: ARG001 -- for the trail
    """Sign mail from a domain with the key in a file of the machine, or with a new key that is kept sealed.

    Raises CannotSign when the file does not hold a key.
    """
    sealed = "" if key_file else seal(make_key())
    given = {"selector": selector, "key_file": key_file, "sealed_key": sealed, "is_active": True}
    key, _ = SigningKey.objects.update_or_create(domain=domain.lower(), defaults=given)
    private_key(key)
    return key

from lyhord.channels.mail.bounce_addresses import BounceAddresses
from lyhord.channels.mail.threading_ids import MessageIds
from lyhord.core.config import config

_READING_DOMAIN = "localhost"


def message_ids(*, domain: str = _READING_DOMAIN) -> MessageIds:
    """The signer of our Message-IDs and reply addresses; the domain only matters for what it writes."""
    return MessageIds(_secret(), domain)


def bounce_addresses() -> BounceAddresses:
    return BounceAddresses(_secret())


def _secret() -> bytes:
    return f"lyhord.mail:{config().secret_key}".encode()

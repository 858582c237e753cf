import shutil
import tempfile
from urllib.parse import urlsplit

from lyhord.core.checking.finding import Finding, failure, good, note
from lyhord.core.config import LOOPBACK_HOSTS, WILDCARD_HOSTS, Config

SHORTEST_SECRET = 32
LEAST_FREE_BYTES = 1 << 30


def files_are_writable(config: Config) -> Finding:
    try:
        with tempfile.TemporaryFile(dir=config.files_dir):
            free = shutil.disk_usage(config.files_dir).free
    except OSError as error:
        return failure(f"Attachments cannot be kept in {config.files_dir} ({error.strerror}). Make it writable for us.")
    if free < LEAST_FREE_BYTES:
        return failure(f"Only {free >> 20} MB are free in {config.files_dir}. Make room.")
    return good(f"Attachments are kept in {config.files_dir} ({free >> 30} GB free).")


def secret_is_ours(config: Config) -> Finding:
    if len(config.secret_key) < SHORTEST_SECRET:
        return failure(f"LYHORD_SECRET_KEY is shorter than {SHORTEST_SECRET} characters. Take a long random one.")
    return good("The secret key is long enough, and this installation's own.")


def public_address_is_safe(config: Config) -> Finding:
    host = urlsplit(config.public_url).hostname or ""
    is_local = host in LOOPBACK_HOSTS or host == "::1"
    if config.debug and not is_local:
        return failure("LYHORD_DEBUG is on where others can see it. Turn it off.")
    if config.host in WILDCARD_HOSTS and is_local:
        return failure("Pages are served to the network, but LYHORD_PUBLIC_URL does not say under which address.")
    if not is_local and not config.public_url.startswith("https://"):
        return failure(
            f"{config.public_url} is not encrypted. Put a TLS server in front and say https:// in LYHORD_PUBLIC_URL."
        )
    if is_local:
        return note(f"People on other machines cannot reach {config.public_url}. Set LYHORD_PUBLIC_URL to change that.")
    return good(f"People reach it at {config.public_url}.")

"""Secrets that must be kept in the database: sealed with the installation's key, useless without it."""

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lyhord.core.config import config


class CannotUnseal(Exception):  # noqa: N818 -- a named fact: the secret must be given again
    """The secret was sealed with a key that this installation no longer has."""


def seal(text: str) -> str:
    """Encrypt a secret for the database (Fernet: AES-128-CBC with HMAC-SHA-256); nothing becomes nothing."""
    return _seals().encrypt(text.encode()).decode("ascii") if text else ""


def unseal(sealed: str) -> str:
    """The secret again, also when it was sealed with a former key; raises CannotUnseal."""
    if not sealed:
        return ""
    try:
        return _seals().decrypt(sealed.encode("ascii")).decode()
    except InvalidToken:
        raise CannotUnseal("The secret was sealed with another key. Give it again.") from None


def _seals() -> MultiFernet:
    return _seals_of(config().secret_key, config().former_secret_keys)


@cache
def _seals_of(key: str, former: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derived(each)) for each in (key, *former)])


def _derived(key: str) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"lyhord.sealing.v1")
    return base64.urlsafe_b64encode(derivation.derive(key.encode()))

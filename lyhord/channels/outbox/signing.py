"""DKIM signatures of what leaves (RFC 6376, RFC 8301): a domain vouches for its mail."""

import base64
from functools import lru_cache
from pathlib import Path
from typing import Final

import dkim

from lyhord.channels.models import SigningKey
from lyhord.core.sealing import CannotUnseal, unseal

# signed whether they are there or not, so that nobody can add one on the way (RFC 6376 §5.4.1)
SIGNED: Final = [
    *(b"from", b"to", b"cc", b"subject", b"date", b"message-id", b"reply-to", b"in-reply-to", b"references"),
    *(b"mime-version", b"content-type", b"content-transfer-encoding", b"auto-submitted", b"list-unsubscribe"),
    b"list-unsubscribe-post",
]


class CannotSign(Exception):  # noqa: N818 -- a named fact: the mail waits until the key can be read
    """The key of the domain cannot be used; the message says why."""

    needs_a_person = True


def signed(raw: bytes, *, domain: str) -> bytes:
    """The message with the signature of the domain, or as it is when the domain has no key here."""
    key = SigningKey.objects.filter(domain=domain.lower(), is_active=True).first()
    if key is None:
        return raw
    pem = private_key(key)
    try:
        signature: bytes = dkim.sign(
            raw,
            key.selector.encode("ascii"),
            key.domain.encode("ascii"),
            pem,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=SIGNED,
        )
    except (dkim.DKIMException, ValueError) as error:
        raise CannotSign(f"The DKIM key of {domain} cannot be used: {error}") from error
    return signature + raw


def private_key(key: SigningKey) -> bytes:
    """The key as PEM; raises CannotSign when the file or the seal does not give it."""
    try:
        pem = Path(key.key_file).read_bytes() if key.key_file else unseal(key.sealed_key).encode("ascii")
    except (OSError, CannotUnseal) as error:
        raise CannotSign(f"The DKIM key of {key.domain} cannot be read: {error}") from error
    return pem


def make_key() -> str:
    """A new private RSA key of 2048 bits as PEM: the length that all receivers take and that fits in DNS."""
    from cryptography.hazmat.primitives import serialization as form  # noqa: PLC0415 -- seldom needed
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    return pem.decode("ascii")


def dns_record(key: SigningKey) -> tuple[str, str]:
    """Name and value of the TXT record that receivers check against (RFC 6376 §3.6.1)."""
    return f"{key.selector}._domainkey.{key.domain}", f"v=DKIM1; k=rsa; p={_public(private_key(key))}"


@lru_cache(maxsize=32)
def _public(pem: bytes) -> str:
    from cryptography.hazmat.primitives import serialization as form  # noqa: PLC0415 -- seldom needed

    try:
        public = form.load_pem_private_key(pem, password=None).public_key()
    except (ValueError, TypeError) as error:
        raise CannotSign(f"That is no private RSA key in PEM: {error}") from error
    raw = public.public_bytes(form.Encoding.DER, form.PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(raw).decode("ascii")

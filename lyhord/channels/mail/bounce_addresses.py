"""Envelope senders that name the delivery they belong to (VERP), so that a bounce finds it whatever it quotes."""

import hmac
import re
from base64 import b32encode
from typing import Final

SIGNATURE_BYTES: Final = 10
VERP: Final = re.compile(r"<?[^@<>\s]+\+b(\d{1,18})\.([a-z2-7]{16})@[^@>\s]+>?", re.IGNORECASE)


class BounceAddresses:
    """Makes and reads them; `secret` is the installation's. Compared in lower case, since servers may change it."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def make(self, mailbox: str, delivery_id: int) -> str:
        """The address that bounces of the delivery come back to: `kund+b17.…@ex.se`."""
        local, _, domain = mailbox.rpartition("@")
        return f"{local}+b{delivery_id}.{self._signature(delivery_id)}@{domain}"

    def read(self, address: str) -> int | None:
        """The delivery that an address names, None when it is not ours or was altered."""
        found = VERP.fullmatch(address.strip())
        if found is None:
            return None
        expected = self._signature(int(found[1]))
        return int(found[1]) if hmac.compare_digest(found[2].lower().encode(), expected.encode()) else None

    def _signature(self, delivery_id: int) -> str:
        digest = hmac.digest(self._secret, f"bounce\0{delivery_id}".encode(), "sha256")
        return b32encode(digest[:SIGNATURE_BYTES]).decode("ascii").lower()

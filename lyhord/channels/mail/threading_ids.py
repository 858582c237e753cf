"""Message-IDs and reply addresses that carry a case number nobody else can forge."""

import hashlib
import hmac
import re
from base64 import b32encode
from typing import Final

from lyhord.core.case_numbers import find_all

SIGNATURE_BYTES: Final = 10
ENTRY_BYTES: Final = 10
OURS: Final = re.compile(r"<?c(\d{1,18})\.([a-z2-7]{16})\.([a-z2-7]{16})@[^@>\s]+>?", re.IGNORECASE)
PLUS: Final = re.compile(r"<?([^@<>\s]+)\+c(\d{1,18})\.([a-z2-7]{16})@([^@>\s]+)>?", re.IGNORECASE)


class MessageIds:
    """Signs and reads them; `secret` is the installation's, `domain` what our Message-IDs end in.

    Everything is compared in lower case, since servers on the way may change it. Signatures are 80 bits of
    HMAC-SHA-256, compared in constant time.
    """

    def __init__(self, secret: bytes, domain: str) -> None:
        if not secret or not domain:
            raise ValueError("Message-IDs need a secret and a domain: check the installation's settings.")
        self._secret = secret
        self._domain = domain

    def make(self, case_number: int, entry_key: str) -> str:
        """The Message-ID of the entry, with angle brackets: always the same for the same entry."""
        entry = _base32(hashlib.sha256(entry_key.encode()).digest()[:ENTRY_BYTES])
        return f"<c{case_number}.{entry}.{self._signature('message', case_number, entry)}@{self._domain}>"

    def read(self, message_id: str) -> int | None:
        """The case number in a Message-ID of ours, None when it is not ours or was altered."""
        found = OURS.fullmatch(message_id.strip())
        if found is None:
            return None
        number, entry = int(found[1]), found[2].lower()
        return number if self._agrees(found[3], self._signature("message", number, entry)) else None

    def reply_address(self, mailbox: str, case_number: int) -> str:
        """The mailbox's address with a signed case number after a plus (RFC 5233): `kund+c10482273.…@ex.se`."""
        local, at, domain = mailbox.rpartition("@")
        if not at or not local:
            raise ValueError(f"“{mailbox}” is no e-mail address: give the mailbox as name@domain.")
        return f"{local}+c{case_number}.{self._signature('address', case_number, mailbox.lower())}@{domain}"

    def read_address(self, address: str) -> int | None:
        """The case number in a reply address of ours, None when it is not ours or was altered."""
        found = PLUS.fullmatch(address.strip())
        if found is None:
            return None
        number, mailbox = int(found[2]), f"{found[1]}@{found[4]}".lower()
        return number if self._agrees(found[3], self._signature("address", number, mailbox)) else None

    def _signature(self, purpose: str, case_number: int, subject: str) -> str:
        message = f"{purpose}\0{case_number}\0{subject}".encode()
        return _base32(hmac.digest(self._secret, message, "sha256")[:SIGNATURE_BYTES])

    @staticmethod
    def _agrees(given: str, expected: str) -> bool:
        return hmac.compare_digest(given.lower().encode(), expected.encode())


def case_numbers_in(subject: str) -> list[int]:
    """Numbers like `1048-2273` in the subject whose check digit is right, in order, without repeats."""
    return find_all(subject)


def _base32(raw: bytes) -> str:
    return b32encode(raw).decode("ascii").lower()

"""A fetched message in the words of the ledger: what SMTP would have said of it is read from its header."""

import hashlib
import json
import re
from collections.abc import Iterable
from typing import Final

from lyhord.channels.mail.addresses import addresses
from lyhord.channels.mail.fetching.account import Account, Fetched
from lyhord.channels.mail.listening.own_addresses import base_address

_BLANK: Final = re.compile(rb"\r?\n\r?\n")
_FIELD: Final = re.compile(
    rb"^(return-path|delivered-to|x-original-to|x-delivered-to|envelope-to|to|cc)[ \t]*:(.*(?:\r?\n[ \t].*)*)",
    re.IGNORECASE | re.MULTILINE,
)
_MOST_HEADER: Final = 200_000
_MOST_RECIPIENTS: Final = 20


def external_id(raw: bytes) -> str:
    """The same for the same bytes whatever number the server gives them."""
    return "imap:" + hashlib.sha256(raw).hexdigest()


def transport(fetched: Fetched, *, account: Account) -> str:
    """What the ledger keeps beside the bytes, as JSON; recipients are addresses of ours, plus-addresses among them."""
    fields = _fields(fetched.raw)
    sender = next(iter(_emails(fields.get("return-path", ()))), "")
    facts = {
        "sender": sender,
        "recipients": _ours(fields, account.address),
        "peer": account.host,
        "protocol": "imap",
        "folder": account.folder,
        "uid": fetched.sighting.uid,
        "uid_validity": account.uid_validity,
        "size_bytes": fetched.sighting.size_bytes,
    }
    return json.dumps(facts, ensure_ascii=False).replace("\\u0000", "\ufffd")


def _fields(raw: bytes) -> dict[str, list[bytes]]:
    end = _BLANK.search(raw, 0, _MOST_HEADER)
    header = raw[: end.start() if end else _MOST_HEADER]
    fields: dict[str, list[bytes]] = {}
    for found in _FIELD.finditer(header):
        fields.setdefault(found[1].decode("ascii").lower(), []).append(found[2])
    return fields


def _ours(fields: dict[str, list[bytes]], address: str) -> list[str]:
    own = base_address(address)
    named = (email for values in fields.values() for email in _emails(values) if base_address(email) == own)
    return list(dict.fromkeys(named))[:_MOST_RECIPIENTS] or [address]


def _emails(values: Iterable[bytes]) -> list[str]:
    return [each.email for value in values for each in addresses(value)]

"""The lines that answers leave by: the installation's, and one for each mailbox that has a server of its own."""

import time
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from lyhord.channels.mail.relay import RelayLine
from lyhord.channels.models import Mailbox, MailboxRelay
from lyhord.core.config import Relay, config
from lyhord.core.sealing import CannotUnseal, unseal

INSTALLATION: Final = 0
FRESH_S: Final = 2.0


@dataclass(frozen=True, slots=True)
class _Own:
    settings: tuple[object, ...]
    line: RelayLine


class Lines:
    """Knows by its key (the mailbox's, or INSTALLATION) which line a message leaves by."""

    def __init__(self, line: RelayLine | None) -> None:
        self._line = line
        self._own: dict[int, _Own] = {}
        self._read_at = float("-inf")

    @property
    def are_several(self) -> bool:
        return bool(self._own)

    def refresh(self) -> None:
        """Take note of changed settings; they are read every other second at most."""
        if time.monotonic() - self._read_at < FRESH_S:
            return
        self._read_at = time.monotonic()
        relays = {each.mailbox_id: each for each in MailboxRelay.objects.all()}
        for key in [key for key in self._own if key not in relays or self._own[key].settings != _settings(relays[key])]:
            self._own.pop(key).line.close()
        for key, relay in relays.items():
            if key not in self._own:
                self._own[key] = _Own(_settings(relay), RelayLine(relay=relay_of(relay), hostname=own_hostname()))

    def key_of(self, mailbox: Mailbox | int | None) -> int:
        key = mailbox.pk if isinstance(mailbox, Mailbox) else mailbox or INSTALLATION
        return key if key in self._own else INSTALLATION

    def line(self, key: int) -> RelayLine | None:
        """None means the local sink."""
        return self._own[key].line if key in self._own else self._line

    def close(self) -> None:
        for own in self._own.values():
            own.line.close()
        if self._line is not None:
            self._line.close()


def relay_of(relay: MailboxRelay) -> Relay:
    """The settings of a mailbox as a relay; a password that cannot be unsealed is empty, and refused by the server."""
    try:
        password = unseal(relay.sealed_password)
    except CannotUnseal:
        password = ""
    return Relay(
        host=relay.host,
        port=relay.port,
        user=relay.user,
        password=password,
        is_implicit_tls=relay.tls == MailboxRelay.Tls.IMPLICIT,
        requires_tls=relay.tls == MailboxRelay.Tls.STARTTLS,
        is_typed=True,
    )


def own_hostname() -> str:
    return urlsplit(config().public_url).hostname or "localhost"


def _settings(relay: MailboxRelay) -> tuple[object, ...]:
    return relay.host, relay.port, relay.tls, relay.user, relay.sealed_password

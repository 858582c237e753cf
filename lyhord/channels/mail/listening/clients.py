import time
from collections import Counter
from collections.abc import Sequence
from ipaddress import ip_address

from lyhord.channels.mail.listening.settings import Network

WINDOW_S = 60.0


class Clients:
    """Who is connected and how much each has sent in the present minute."""

    def __init__(self, *, connections: int, messages_per_minute: int, trusted: Sequence[Network]) -> None:
        self._most_connections = connections
        self._most_messages = messages_per_minute
        self._trusted = trusted
        self._connected: Counter[str] = Counter()
        self._sent: Counter[str] = Counter()
        self._window_from = time.monotonic()

    def is_trusted(self, peer: str) -> bool:
        try:
            address = ip_address(peer.partition("%")[0])
        except ValueError:
            return False
        address = getattr(address, "ipv4_mapped", None) or address
        return any(address.version == network.version and address in network for network in self._trusted)

    def enter(self, peer: str) -> bool:
        """Count a connection; False when the client has too many already. Every call is followed by `leave`."""
        self._connected[peer] += 1
        return self.is_trusted(peer) or self._connected[peer] <= self._most_connections

    def leave(self, peer: str) -> None:
        self._connected[peer] -= 1
        if self._connected[peer] <= 0:
            del self._connected[peer]

    def may_send(self, *, peer: str, sender: str) -> bool:
        """Count a message; False when this client, or this sender through it, has had its share of the minute."""
        if self.is_trusted(peer):
            return True
        if time.monotonic() - self._window_from >= WINDOW_S:
            self._sent.clear()
            self._window_from = time.monotonic()
        self._sent[peer] += 1
        # half of a client's share for one sender, so that a robot behind a shared relay leaves room for people
        self._sent[f"{peer} {sender}"] += 1
        return self._sent[peer] <= self._most_messages and self._sent[f"{peer} {sender}"] <= max(
            1, self._most_messages // 2
        )

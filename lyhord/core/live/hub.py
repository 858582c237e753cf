import asyncio
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

QUEUE_LENGTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One event on its way to screens."""

    id: int
    topics: tuple[str, ...]
    kind: str
    body: dict[str, Any]

    def frame(self) -> bytes:
        """The event as the stream carries it. Source: WHATWG HTML, section 9.2, server-sent events."""
        data = json.dumps({"kind": self.kind, "body": self.body}, separators=(",", ":"))
        return f"id: {self.id}\ndata: {data}\n\n".encode()


RESYNC = b'data: {"kind":"resync","body":{}}\n\n'
HEARTBEAT = b": still here\n\n"
GOODBYE = b"retry: 500\n\n"


@dataclass(eq=False, kw_only=True)
class Client:
    """One open screen; ``has_missed`` when it could not keep up, ``goodbye`` when it shall connect again."""

    topics: frozenset[str]
    queue: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(QUEUE_LENGTH))
    has_missed: bool = False

    def offer(self, frame: bytes) -> None:
        if self.has_missed:
            return
        try:
            self.queue.put_nowait(frame)
        except asyncio.QueueFull:
            self._start_over(RESYNC)

    def dismiss(self) -> None:
        self._start_over(GOODBYE)

    def _start_over(self, farewell: bytes) -> None:
        self.has_missed = True
        while not self.queue.empty():
            self.queue.get_nowait()
        self.queue.put_nowait(farewell)
        self.queue.put_nowait(None)


class Hub:
    """All open screens of one process, found by what they follow."""

    def __init__(self) -> None:
        self._followers: dict[str, set[Client]] = defaultdict(set)
        self._clients: set[Client] = set()

    def __len__(self) -> int:
        return len(self._clients)

    def join(self, client: Client) -> None:
        self._clients.add(client)
        for topic in client.topics:
            self._followers[topic].add(client)

    def leave(self, client: Client) -> None:
        self._clients.discard(client)
        for topic in client.topics:
            self._followers[topic].discard(client)
            if not self._followers[topic]:
                del self._followers[topic]

    def tell(self, events: Iterable[Told]) -> None:
        for event in events:
            frame = event.frame()
            listeners = {client for topic in event.topics for client in self._followers.get(topic, ())}
            for client in listeners:
                client.offer(frame)

    def dismiss_all(self) -> None:
        for client in list(self._clients):
            client.dismiss()

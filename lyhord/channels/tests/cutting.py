"""A TCP proxy that cuts connections in the middle."""

import random
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

CHUNK = 4096


@dataclass
class CuttingProxy:
    """Lets `least` to `most` bytes of answers through each connection, then cuts it; forever when `is_whole`."""

    port: int
    target: int
    least: int
    most: int
    chance: random.Random
    is_whole: bool = False
    cuts: int = 0
    open_lines: list[socket.socket] = field(default_factory=list)

    def cut_all(self) -> None:
        for line in list(self.open_lines):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def carry(self, client: socket.socket) -> None:
        left = self.chance.randint(self.least, self.most)
        with client, socket.create_connection(("127.0.0.1", self.target)) as server:
            self.open_lines += [client, server]
            while True:
                readable, _, _ = select.select([client, server], [], [], 60)
                for line in readable:
                    carried = _read(line)
                    if not carried:
                        return
                    if line is server and not self.is_whole and len(carried) > left:
                        with suppress(OSError):
                            client.sendall(carried[:left])
                        self.cuts += 1
                        return
                    left -= len(carried) if line is server else 0
                    (client if line is server else server).sendall(carried)


@contextmanager
def cutting_proxy(*, target: int, least: int = 0, most: int = 0, seed: int = 1, **facts: Any) -> Iterator[CuttingProxy]:
    listener = socket.create_server(("127.0.0.1", 0))
    proxy = CuttingProxy(listener.getsockname()[1], target, least, most, random.Random(seed), **facts)

    def carry(client: socket.socket) -> None:
        with suppress(OSError, ValueError):
            proxy.carry(client)

    def accept() -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                threading.Thread(target=carry, args=(client,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        proxy.cut_all()
        thread.join(5)


def _read(line: socket.socket) -> bytes:
    try:
        return line.recv(CHUNK)
    except OSError:
        return b""

"""Real listeners and real SMTP for tests."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_network
from typing import Any

import psycopg
from django.db import connection

from lyhord.channels.mail.listener import serve
from lyhord.channels.mail.listening.settings import ListenerSettings


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def database_url() -> str:
    """How another thread or process reaches the database of the running test."""
    facts = connection.get_connection_params()
    wanted = {key: facts[key] for key in ("dbname", "user", "password", "host", "port") if facts.get(key)}
    return psycopg.conninfo.make_conninfo("", **wanted)


def listener_settings(**changes: Any) -> ListenerSettings:
    facts: dict[str, Any] = {
        "host": "127.0.0.1",
        "smtp_port": free_port(),
        "lmtp_port": None,
        "hostname": "desk.example",
        "database_url": database_url(),
        "message_limit_bytes": 1_000_000,
        "connections_per_client": 20,
        "messages_per_minute": 1_000,
        "trusted": (ip_network("127.0.0.0/8"),),
        "certificate": None,
        "certificate_key": None,
    }
    return ListenerSettings(**(facts | changes))


@contextmanager
def open_door(**changes: Any) -> Iterator[ListenerSettings]:
    """A listener in a thread of its own; leaving the block stops it the way SIGTERM does."""
    settings = listener_settings(**changes)
    ready, stops = threading.Event(), []

    async def run() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        stops.append(lambda: loop.call_soon_threadsafe(stop.set))
        ready.set()
        await serve(settings, stop=stop)

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    ready.wait(5)
    wait_until(lambda: _answers(settings.smtp_port))
    try:
        yield settings
    finally:
        stops[0]()
        thread.join(10)
        assert not thread.is_alive()


def wait_until(is_true: Callable[[], bool], *, deadline_s: float = 10) -> None:
    expires = time.monotonic() + deadline_s
    while not is_true():
        assert time.monotonic() < expires, "the deadline has passed"
        time.sleep(0.02)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as probe:
            probe.sendall(b"QUIT\r\n")
            while probe.recv(1000):
                continue
    except OSError:
        return False
    return True

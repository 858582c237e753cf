import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connections

from lyhord.core.live import server
from lyhord.core.live.hub import HEARTBEAT
from lyhord.people.models import Agent
from lyhord.people.tests.factories import make_agent
from tests.program.screens import session_of

pytestmark = pytest.mark.django_db(transaction=True)
DEADLINE_S = 10


@pytest.fixture(autouse=True)
def no_connection_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "close_old_connections", connections.close_all)


async def listen(cookie: str, *, when_heard: Callable[[bytes], Awaitable[bool]]) -> list[bytes]:
    """Open a stream and collect what it says, until it ends or `when_heard` returns true for something."""
    left = asyncio.Event()
    heard: list[bytes] = []

    async def receive() -> dict[str, Any]:
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        heard.append(message.get("body", b""))
        if await when_heard(heard[-1]):
            left.set()

    scope: Any = {"type": "http", "headers": [(b"cookie", cookie.encode())], "query_string": b""}
    stream: Any = server.LiveServer().stream
    async with asyncio.timeout(DEADLINE_S):
        await stream(scope, receive, send)
    return heard


def in_a_thread(hearing: Coroutine[Any, Any, list[bytes]]) -> list[bytes]:
    """Run it beside this thread, in which a browser of other tests may keep a loop of its own."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, hearing).result()


def test_a_quiet_stream_shows_that_it_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "HEARTBEAT_S", 0.01)

    async def is_heartbeat(said: bytes) -> bool:
        return said == HEARTBEAT

    heard = in_a_thread(listen(session_of(make_agent()), when_heard=is_heartbeat))

    assert heard[-2:] == [HEARTBEAT, b""] or heard[-1] == HEARTBEAT


@pytest.mark.parametrize("ending", ["signed out", "locked"])
def test_a_stream_ends_soon_after_its_agent_may_not_listen_any_more(
    ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "HEARTBEAT_S", 0.01)
    monkeypatch.setattr(server, "SESSION_CHECK_S", 0.0)
    cookie = session_of(make_agent())

    async def end_it(said: bytes) -> bool:
        if said == HEARTBEAT:
            await asyncio.to_thread(_sign_out if ending == "signed out" else _lock)
        return False

    heard = in_a_thread(listen(cookie, when_heard=end_it))

    assert heard[-1] == b""


def _sign_out() -> None:
    Session.objects.all().delete()
    connections.close_all()


def _lock() -> None:
    Agent.objects.update(is_active=False)
    connections.close_all()

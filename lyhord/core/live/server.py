import asyncio
import signal
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from types import FrameType
from typing import Any, TypeVar
from urllib.parse import parse_qs

from a2wsgi.asgi_typing import HTTPScope, Receive, Send
from django.db import close_old_connections, connections

from lyhord.core.health.scrape import LIVE_CLIENTS
from lyhord.core.live.hub import HEARTBEAT, RESYNC, Client, Hub
from lyhord.core.live.listener import listen
from lyhord.core.live.replay import missed_since
from lyhord.core.live.signed_in import session_key_in, topics_of_session

HEARTBEAT_S = 15.0
SESSION_CHECK_S = 60.0
DATABASE_THREADS = 2
ASKED_LIMIT = 50
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]

T = TypeVar("T")


class LiveServer:
    """The live stream of one web process: ``GET /live/?topics=…`` as server-sent events.

    A client that returns sends ``Last-Event-ID`` (or ``?after=``) and gets what it missed. One that cannot keep up,
    or was away too long, is told ``resync``: it shall read its page again.
    """

    def __init__(self) -> None:
        self.hub = Hub()
        self._threads = ThreadPoolExecutor(DATABASE_THREADS, thread_name_prefix="live")
        self._listening: asyncio.Task[None] | None = None

    async def lifespan(self, receive: Receive, send: Send, *, at_end: Callable[[], Awaitable[None]]) -> None:
        """Begin and end with the process; `at_end` is awaited when the streams have ended."""
        await receive()
        self._listening = asyncio.create_task(listen(self.hub))
        self._say_goodbye_before_stop()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._close()
        await at_end()
        await send({"type": "lifespan.shutdown.complete"})

    async def stream(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin1"): value.decode("latin1") for name, value in scope["headers"]}
        query = {name: values[-1] for name, values in parse_qs(scope["query_string"].decode("latin1")).items()}
        session_key = session_key_in(headers.get("cookie", ""))
        asked = _asked(query)
        topics = await self._in_thread(lambda: topics_of_session(session_key, asked=asked)) if session_key else None
        if session_key is None or topics is None:
            await _refuse(send)
            return
        client = Client(topics=topics)
        self._join(client)
        try:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            await send({"type": "http.response.body", "body": b"retry: 1000\n\n", "more_body": True})
            await self._replay(client, send, latest=headers.get("last-event-id") or query.get("after", ""))
            recheck = lambda: topics_of_session(session_key, asked=asked)  # noqa: E731 -- the same question again
            await _until_first(_leave(receive), self._feed(client, send, recheck))
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            self._leave(client)

    def _join(self, client: Client) -> None:
        self.hub.join(client)
        LIVE_CLIENTS.set(len(self.hub))

    def _leave(self, client: Client) -> None:
        self.hub.leave(client)
        LIVE_CLIENTS.set(len(self.hub))

    async def _replay(self, client: Client, send: Send, *, latest: str) -> None:
        if not latest.isdecimal():
            return
        missed = await self._in_thread(lambda: missed_since(latest_id=int(latest), topics=client.topics))
        body = RESYNC if missed is None else b"".join(event.frame() for event in missed)
        if body:
            await send({"type": "http.response.body", "body": body, "more_body": True})

    async def _feed(self, client: Client, send: Send, recheck: Callable[[], frozenset[str] | None]) -> None:
        now = asyncio.get_running_loop().time
        check_at = now() + SESSION_CHECK_S
        while True:
            try:
                frame = await asyncio.wait_for(client.queue.get(), HEARTBEAT_S)
            except TimeoutError:
                frame = HEARTBEAT
            if frame is None:
                return
            await send({"type": "http.response.body", "body": frame, "more_body": True})
            if now() >= check_at:
                check_at = now() + SESSION_CHECK_S
                # signed out, locked, or allowed other things than before: the client comes back and is asked anew
                if await self._in_thread(recheck) != client.topics:
                    return

    async def _in_thread(self, question: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, _asked_fresh, question)

    def _say_goodbye_before_stop(self) -> None:
        """End all streams at SIGTERM, because the server waits for open responses before it tells us to shut down."""
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            former = signal.getsignal(sign)

            def stop(number: int, frame: FrameType | None, former: Any = former) -> None:
                loop.call_soon_threadsafe(self.hub.dismiss_all)
                if callable(former):
                    former(number, frame)

            signal.signal(sign, stop)

    async def _close(self) -> None:
        self.hub.dismiss_all()
        if self._listening:
            self._listening.cancel()
            with suppress(asyncio.CancelledError):
                await self._listening
        self._threads.shutdown(wait=False, cancel_futures=True)
        connections.close_all()


def _asked_fresh(question: Callable[[], T]) -> T:
    close_old_connections()
    try:
        return question()
    finally:
        close_old_connections()


def _asked(query: dict[str, str]) -> list[str]:
    topics = [topic for topic in query.get("topics", "").split(",") if topic][:ASKED_LIMIT]
    return [*topics, f"case.{query['case']}"] if "case" in query else topics


async def _leave(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue


async def _until_first(*steps: Coroutine[Any, Any, None]) -> None:
    tasks = [asyncio.create_task(step) for step in steps]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


async def _refuse(send: Send) -> None:
    await send({"type": "http.response.start", "status": 401, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"Sign in first.", "more_body": False})

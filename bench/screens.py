"""Open screens as a process of its own: connects them all, then prints what each event took from commit to arrival.

Reads ``{"port": …, "sessions": […], "screens": …}`` from the first line of standard input, prints ``connected`` with
their number when all are, and after the line ``{"told": {event number: time of commit}}`` (monotonic clock, shared
by all processes of the machine) the milliseconds of every arrival.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

CONNECTING_AT_ONCE = 50
ARRIVAL_DEADLINE_S = 30.0


class Screens:
    """Many open streams; ``arrivals`` holds (event number, time of arrival) of all of them."""

    def __init__(self, *, port: int, sessions: list[str], screens: int) -> None:
        self.arrivals: list[tuple[int, float]] = []
        self._port = port
        self._sessions = [sessions[number % len(sessions)] for number in range(screens)]
        self._wanted = 0
        self._all_arrived = asyncio.Event()
        self._reading: set[asyncio.Task[None]] = set()
        # a writer that nobody holds closes its connection
        self._writers: list[asyncio.StreamWriter] = []

    async def connect(self) -> None:
        turn = asyncio.Semaphore(CONNECTING_AT_ONCE)

        async def one(session: str) -> None:
            async with turn:
                reader = await self._open(session)
            self._reading.add(asyncio.create_task(self._read(reader)))

        await asyncio.gather(*(one(session) for session in self._sessions))

    async def await_arrivals(self, number: int) -> None:
        """Wait until so many events have arrived on all screens together, or until the deadline."""
        self._wanted = number
        if len(self.arrivals) < number:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._all_arrived.wait(), ARRIVAL_DEADLINE_S)

    async def _open(self, session: str) -> asyncio.StreamReader:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._writers.append(writer)
        writer.write(
            f"GET /live/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: sessionid={session}\r\n"
            "Accept: text/event-stream\r\n\r\n".encode()
        )
        status = await reader.readline()
        if b" 200 " not in status:
            raise RuntimeError(f"A screen was answered with {status.decode().strip()}.")
        while not (await reader.readline()).startswith(b"retry:"):
            continue
        return reader

    async def _read(self, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            if line.startswith(b"data:"):
                arrived = time.monotonic()
                event = json.loads(line[5:])
                if event["kind"] == "bench":
                    self.arrivals.append((event["body"]["number"], arrived))
                    if len(self.arrivals) == self._wanted:
                        self._all_arrived.set()


def times_ms(arrivals: list[tuple[int, float]], committed: dict[str, float]) -> Iterator[float]:
    """Milliseconds from each event's commit to each of its arrivals."""
    return ((arrived - committed[str(number)]) * 1000 for number, arrived in arrivals)


async def _run() -> None:
    plan = await _next_line()
    screens = Screens(**plan)
    await screens.connect()
    print("connected", plan["screens"], flush=True)
    committed = (await _next_line())["told"]
    await screens.await_arrivals(plan["screens"] * len(committed))
    json.dump(list(times_ms(screens.arrivals, committed)), sys.stdout)


async def _next_line() -> dict[str, Any]:
    line = await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    read: dict[str, Any] = json.loads(line)
    return read


if __name__ == "__main__":
    asyncio.run(_run())

"""How many messages a second the door takes and commits: ``python -m bench.mail_accept``."""

import asyncio
import os
import time
from contextlib import suppress

import click

from bench.figures import percentile, tell
from bench.home import free_port, program
from bench.mail_home import cpu_s, fresh_department
from bench.mail_letters import MAILBOX, letters

MUST_PER_S = 800
UP_DEADLINE_S = 20.0


@click.command()
@click.option("--messages", default=8_000, show_default=True)
@click.option("--connections", default=10, show_default=True)
def main(messages: int, connections: int) -> None:
    """Send letters by SMTP as fast as they are taken, and count what was committed."""
    with fresh_department():
        port = free_port()
        os.environ["LYHORD_SMTP_PORT"] = str(port)
        written = letters(count=messages)
        with program("mail") as door:
            asyncio.run(_up(port))
            idle_s = cpu_s(door)
            started = time.monotonic()
            times_ms = asyncio.run(_send(port, written, connections))
            seconds = time.monotonic() - started
            busy_s = cpu_s(door) - idle_s
        kept = _count()
    tell(
        what="mail accepted (durable)",
        rate_per_s=messages / seconds,
        must_per_s=MUST_PER_S,
        p50_ms=percentile(times_ms, 0.5),
        p95_ms=percentile(times_ms, 0.95),
        cpu_ms=busy_s * 1000 / messages,
        n=messages,
        kept=kept,
        ok=messages / seconds >= MUST_PER_S and kept == messages,
    )


async def _up(port: int) -> None:
    async with asyncio.timeout(UP_DEADLINE_S):
        while True:
            with suppress(OSError):
                _reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.05)


async def _send(port: int, written: list[tuple[str, bytes]], connections: int) -> list[float]:
    shares = [_converse(port, written[first::connections]) for first in range(connections)]
    return [each for times in await asyncio.gather(*shares) for each in times]


async def _converse(port: int, share: list[tuple[str, bytes]]) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await reader.readline()
    writer.write(b"HELO bench.example\r\n")
    await reader.readline()
    times = []
    for sender, raw in share:
        began = time.monotonic()
        for command in (f"MAIL FROM:<{sender}>", f"RCPT TO:<{MAILBOX}>", "DATA"):
            writer.write(f"{command}\r\n".encode())
            await reader.readline()
        writer.write(raw + b".\r\n")
        answer = await reader.readline()
        if not answer.startswith(b"250"):
            raise RuntimeError(f"A letter was not taken: {answer!r}")
        times.append((time.monotonic() - began) * 1000)
    writer.close()
    return times


def _count() -> int:
    from lyhord.channels.models import Envelope  # noqa: PLC0415 -- needs Django loaded

    return Envelope.objects.count()


if __name__ == "__main__":
    main()

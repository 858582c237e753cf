"""How many messages a second become cases, and how soon: ``python -m bench.mail_intake``."""

import subprocess
import time
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import click

from bench.figures import percentile, tell
from bench.home import program
from bench.mail_home import cpu_s, fresh_department
from bench.mail_letters import MAILBOX, letters

MUST_PER_S = 200
MUST_BE_VISIBLE_MS = 2_000
DEADLINE_S = 600.0


@click.command()
@click.option("--messages", default=4_000, show_default=True)
@click.option("--workers", default=2, show_default=True)
@click.option(
    "--seconds", default=15, show_default=True, help="How long letters keep coming at the rate that must hold."
)
def main(messages: int, workers: int, seconds: int) -> None:
    """Let workers settle a heap of letters, then letters that keep coming."""
    with fresh_department(), ExitStack() as running:
        children = [running.enter_context(program("worker")) for _ in range(workers)]
        await_settled(arrive(letters(count=20, seed=2)))
        _tell_heap(messages, children)
        _tell_stream(seconds)


def _tell_heap(messages: int, workers: list["subprocess.Popen[bytes]"]) -> None:
    written = letters(count=messages, seed=3)
    idle_s, started = sum(map(cpu_s, workers)), time.monotonic()
    first = arrive(written)
    inserted = time.monotonic()
    await_settled(first)
    rate = messages / (time.monotonic() - started)
    busy_s = sum(map(cpu_s, workers)) - idle_s
    tell(
        what="mail made into cases (a heap)",
        rate_per_s=rate,
        must_per_s=MUST_PER_S,
        cpu_ms=busy_s * 1000 / messages,
        workers=len(workers),
        n=messages,
        arriving_s=inserted - started,
        ok=rate >= MUST_PER_S,
    )


def _tell_stream(seconds: int) -> None:
    written = letters(count=MUST_PER_S * seconds, seed=4)
    first = arrive(written[:1])
    started = time.monotonic()
    for number in range(1, len(written), 10):
        due = started + number / MUST_PER_S
        time.sleep(max(0.0, due - time.monotonic()))
        arrive(written[number : number + 10])
    await_settled(first)
    waits = _waits_ms(first)
    tell(
        what=f"mail visible as a case, {MUST_PER_S} arriving a second",
        p50_ms=percentile(waits, 0.5),
        p95_ms=percentile(waits, 0.95),
        must_ms=MUST_BE_VISIBLE_MS,
        n=len(waits),
        ok=percentile(waits, 0.95) <= MUST_BE_VISIBLE_MS,
    )


def arrive(written: list[tuple[str, bytes]]) -> int:
    """Commit letters the way the listener does; returns the number of the first envelope."""
    from django.db import connection  # noqa: PLC0415 -- needs Django loaded

    from lyhord.channels.mail.listening.committer import _INSERT, Arrival  # noqa: PLC0415

    arrivals = [Arrival(MAILBOX, sender, (MAILBOX,), raw, "127.0.0.1", "smtp") for sender, raw in written]
    columns: list[Any] = [
        [each.account for each in arrivals],
        [each.external_id for each in arrivals],
        [each.raw for each in arrivals],
        [each.transport for each in arrivals],
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM channels_envelope")
        newest = int(cursor.fetchone()[0])
        cursor.execute(_INSERT, columns)
    return newest + 1


def await_settled(first: int) -> None:
    from lyhord.channels.models import Envelope  # noqa: PLC0415 -- needs Django loaded

    expires = time.monotonic() + DEADLINE_S
    while Envelope.objects.filter(pk__gte=first, state=Envelope.State.RECEIVED).exists():
        if time.monotonic() > expires:
            raise TimeoutError("The letters were not settled in time.")
        time.sleep(0.02)
    odd = Envelope.objects.exclude(state=Envelope.State.PROCESSED).values_list("state", "reason", "explanation")
    if odd:
        raise RuntimeError(f"Letters that became no cases: {list(odd[:5])}")


def _waits_ms(first: int) -> list[float]:
    from lyhord.channels.models import Envelope  # noqa: PLC0415 -- needs Django loaded

    facts = Envelope.objects.filter(pk__gte=first).values_list("received_at", "settled_at")
    return [(settled - received) / timedelta(milliseconds=1) for received, settled in facts if settled]


if __name__ == "__main__":
    main()

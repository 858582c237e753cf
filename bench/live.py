"""Measures live events on a thousand screens: ``python -m bench.live --cases 1000000``."""

import json
import subprocess
import sys
import time
from typing import Any

import click
from tqdm import tqdm

from bench.figures import tell, tell_times
from bench.home import ROOT, await_page, cases_option, free_port, program, seeded_department
from bench.memory import proportional_mb

MUST_MS = 150.0
PAUSE_S = 0.25
SESSIONS = 200


@click.command()
@cases_option
@click.option("--screens", default=1_000, show_default=True)
@click.option("--events", default=50, show_default=True, help="Each is told to all screens.")
def main(cases: int, screens: int, events: int) -> None:
    """Print how long after its commit an event is on the screens, when all of them hear it."""
    port = free_port()
    with seeded_department(cases=cases, port=port), program("web") as server:
        await_page(port=port, child=server)
        plan = {"port": port, "sessions": _sessions(), "screens": screens}
        with _screens_process() as child:
            _say(child, plan)
            web_mb = proportional_mb(server.pid)
            told = _tell_all(events)
            answer, _ = child.communicate(json.dumps({"told": told}) + "\n", timeout=60)
    times: list[float] = json.loads(answer)
    arrived = len(times) / (screens * events)
    tell_times(what="live event to all screens", times_ms=times, must_ms=MUST_MS, must_at=0.99, screens=screens)
    tell(what="live events that arrived", arrived_percent=100 * arrived, n=screens * events, ok=arrived == 1)
    tell(what="web server with open screens", total_mb=web_mb, screens=screens)


def _sessions() -> list[str]:
    from bench.sessions import sign_in  # noqa: PLC0415 -- needs Django loaded
    from lyhord.people.models import Agent  # noqa: PLC0415

    return [sign_in(agent) for agent in Agent.objects.order_by("pk")[:SESSIONS]]


def _screens_process() -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "bench.screens"]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _say(child: "subprocess.Popen[str]", plan: dict[str, Any]) -> None:
    """Give the plan and wait until all screens are connected."""
    if child.stdin is None or child.stdout is None:
        raise ValueError("The process of the screens needs pipes.")
    child.stdin.write(json.dumps(plan) + "\n")
    child.stdin.flush()
    if not child.stdout.readline():
        raise RuntimeError("The screens could not connect.")


def _tell_all(events: int) -> dict[int, float]:
    """Commit the events one after another; the time just before each commit."""
    from django.db import transaction  # noqa: PLC0415 -- needs Django loaded

    from lyhord.core import live  # noqa: PLC0415
    from lyhord.core.live.topics import EVERYONE  # noqa: PLC0415

    told = {}
    for number in tqdm(range(events), desc="Events", unit="event"):
        time.sleep(PAUSE_S)
        with transaction.atomic():
            live.publish(topics=[EVERYONE], kind="bench", body={"number": number})
            told[number] = time.monotonic()
    return told


if __name__ == "__main__":
    main()

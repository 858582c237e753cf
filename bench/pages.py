"""Measures the pages with eight agents, who rest between clicks and who don't: ``python -m bench.pages``."""

import json
import random
import subprocess
import sys
import time
from collections import defaultdict
from typing import Any

import click

from bench.figures import percentile, tell, tell_times
from bench.home import ROOT, await_page, cases_option, free_port, program, seeded_department

AGENTS = 8
WARM_UP_ROUNDS = 2
MUST_MS = 60.0
REST_S = 1.0
DEADLINE_S = 900


@click.command()
@cases_option
@click.option("--rounds", default=40, show_default=True, help="How often each agent does everything without resting.")
@click.option("--rested-rounds", default=10, show_default=True, help="The same for agents who rest between clicks.")
def main(cases: int, rounds: int, rested_rounds: int) -> None:
    """Print how long the server took for each page, and the browser until it had all of it."""
    port = free_port()
    with seeded_department(cases=cases, port=port):
        # planned first: each run answers cases of its own
        agents = [agents_at_work(rounds=number) for number in (WARM_UP_ROUNDS, rested_rounds, rounds)]
        with program("web") as server:
            await_page(port=port, child=server)
            run_clients(port=port, agents=agents[0], rounds=WARM_UP_ROUNDS)
            rested = run_clients(port=port, agents=agents[1], rounds=rested_rounds, rest_s=REST_S)
            began = time.monotonic()
            restless = run_clients(port=port, agents=agents[2], rounds=rounds)
            seconds = time.monotonic() - began
    _tell_all(rested, suffix=f"{AGENTS} agents, {REST_S:g} s between clicks", cases=cases)
    _tell_all(restless, suffix=f"{AGENTS} requests always under way", cases=cases)
    tell(what="pages served without rest", requests_per_s=len(restless) / seconds, cases=cases)


def agents_at_work(*, rounds: int) -> list[dict[str, Any]]:
    """Eight agents, one of them a team leader who sees all queues, with the cases each will open and answer."""
    from bench.sessions import sign_in  # noqa: PLC0415 -- needs Django loaded
    from lyhord.people.models import Agent  # noqa: PLC0415

    agents = list(Agent.objects.filter(pk__gt=2).order_by("pk")[:AGENTS])
    return [
        {
            "session": sign_in(agent),
            "queue": "ko-1" if number % 2 else "ko-3",
            "opens": _numbers(agent, is_open=False, count=2 * rounds),
            "answers": _answerable(agent, count=rounds),
        }
        for number, agent in enumerate(agents)
    ]


def _numbers(agent: Any, *, is_open: bool, count: int) -> list[str]:
    from lyhord.cases.models import Case  # noqa: PLC0415 -- needs Django loaded

    cases = Case.objects.visible_to(agent)
    keys = list((cases.is_open() if is_open else cases.order_by("-pk")[: 50 * count]).values_list("pk", flat=True))
    chosen = random.sample(keys, count)
    return [str(case) for case in Case.objects.filter(pk__in=chosen)]


def _answerable(agent: Any, *, count: int) -> list[dict[str, str]]:
    return [{"number": number, "to": "kund@example.com"} for number in _numbers(agent, is_open=True, count=count)]


def run_clients(
    *, port: int, agents: list[dict[str, Any]], rounds: int, rest_s: float = 0.0
) -> list[tuple[str, float, float]]:
    """Let the agents work in a process of their own; (what, server time, whole time) of each request, in ms."""
    plan = json.dumps({"port": port, "agents": agents, "rounds": rounds, "rest_s": rest_s})
    command = [sys.executable, "-m", "bench.clients"]
    done = subprocess.run(
        command, input=plan, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT, timeout=DEADLINE_S
    )
    took: list[tuple[str, float, float]] = json.loads(done.stdout)
    return took


def _tell_all(took: list[tuple[str, float, float]], *, suffix: str, cases: int) -> None:
    server_ms, wall_ms = defaultdict(list), defaultdict(list)
    for what, server, wall in took:
        server_ms[what].append(server)
        wall_ms[what].append(wall)
    for what in sorted(server_ms):
        wall_p95_ms = percentile(wall_ms[what], 0.95)
        times = server_ms[what]
        tell_times(what=f"{what}; {suffix}", times_ms=times, must_ms=MUST_MS, wall_p95_ms=wall_p95_ms, cases=cases)


if __name__ == "__main__":
    main()

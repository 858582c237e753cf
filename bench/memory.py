"""Measures what a whole system needs when nobody works: ``python -m bench.memory --cases 1000000``."""

import http.client
import time
from pathlib import Path

import click

from bench.figures import tell
from bench.home import await_page, cases_option, enter_home, free_port, program, seed_unless_there

MUST_MB = 400.0
SETTLING_S = 15.0


@click.command()
@cases_option
def main(cases: int) -> None:
    """Start everything on the department, open a page in each process, wait, and add up the memory of all processes.

    Proportional set size: memory that several processes share counts once.
    """
    port = free_port()
    home = seed_unless_there(cases=cases)
    enter_home(home, port=port, smtp_port=free_port())
    with program("serve") as server:
        await_page(port=port, child=server)
        for _ in range(8):
            _open_first_page(port)
        time.sleep(SETTLING_S)
        parts = {_name(pid): 0.0 for pid in tree_of(server.pid)}
        for pid in tree_of(server.pid):
            parts[_name(pid)] += proportional_mb_of(pid)
    total = sum(parts.values())
    for name, megabytes in sorted(parts.items(), key=lambda part: -part[1]):
        tell(what=f"memory at rest, {name}", total_mb=megabytes)
    tell(what="memory at rest, whole system", total_mb=total, must_mb=MUST_MB, cases=cases, ok=total <= MUST_MB)


def proportional_mb(pid: int) -> float:
    """Megabytes of a process and all it started."""
    return sum(proportional_mb_of(each) for each in tree_of(pid))


def proportional_mb_of(pid: int) -> float:
    """Megabytes (1,048,576 bytes) of one process. Source: proc(5), ``smaps_rollup``, field Pss."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def tree_of(pid: int) -> list[int]:
    """A process and all it started, directly or through others."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        children.setdefault(parent, []).append(int(stat.parent.name))
    found, waiting = [], [pid]
    while waiting:
        each = waiting.pop()
        found.append(each)
        waiting += children.get(each, [])
    return found


def _name(pid: int) -> str:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except (FileNotFoundError, ProcessLookupError):
        return "ended"
    if "lyhord" in words:
        return words[words.index("lyhord") + 1]
    return "database" if "postgres" in words[0] else Path(words[0]).name


def _open_first_page(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/accounts/login/")
    connection.getresponse().read()
    connection.close()


if __name__ == "__main__":
    main()

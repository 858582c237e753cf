"""The same letters through other helpdesks' own mail intake, and through ours: ``python -m bench.mail_peers``."""

import json
import mailbox
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from typing import Any

import click
import psutil

from bench.figures import tell
from bench.home import ROOT, program
from bench.mail_home import cpu_s, fresh_department
from bench.mail_intake import arrive, await_settled
from bench.mail_letters import letters

ENVIRONMENT = ROOT / ".cache" / "peers"
PINS = ROOT / "requirements" / "peers.txt"
SCRIPTS = Path(__file__).parent / "peers"
LONGEST_S = 600


@click.command()
@click.option("--messages", default=500, show_default=True)
def main(messages: int) -> None:
    """Take in the letters one program at a time, so that none slows another."""
    written = [raw for _, raw in letters(count=messages, seed=7)]
    python = _python()
    others = {"django-helpdesk": _through_helpdesk(python, written), "roundup": _through_roundup(python, written)}
    ours = _through_ours(messages)
    for workers, cost in ours.items():
        _tell(f"mail intake, {messages} letters: Lyhörd, PostgreSQL, {_crew(workers)}", cost, {})
    for name, cost in others.items():
        ratios = {f"Lyhörd_{_crew(workers).replace(' ', '_')}": own.rate / cost.rate for workers, own in ours.items()}
        _tell(f"the same letters: {name} {_version(name)}, SQLite", cost, ratios)


@dataclass(frozen=True)
class Cost:
    """Letters a second, and the processor time of one in every process that took part, the database's too."""

    rate: float
    cpu_ms: float


def _tell(what: str, cost: Cost, ratios: dict[str, float]) -> None:
    more: dict[str, Any] = {f"{name}_times": ratio for name, ratio in ratios.items()}
    tell(what=what, rate_per_s=cost.rate, cpu_ms=cost.cpu_ms, **more)


def _crew(workers: int) -> str:
    return "one worker" if workers == 1 else f"{workers} workers"


def _python() -> Path:
    """The Python of the environment the others live in, which has nothing to do with ours."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
    install = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", PINS)
    subprocess.run([python, *install], check=True, stdout=sys.stderr)
    return python


def _version(name: str) -> str:
    pins = (line.split()[0].split("==") for line in PINS.read_text().splitlines() if "==" in line)
    return next(version for pinned, version in pins if pinned == name)


def _through_helpdesk(python: Path, written: list[bytes]) -> Cost:
    with _places() as (letters_folder, home):
        letters_folder.mkdir()
        for number, raw in enumerate(written):
            (letters_folder / f"{number:06}.eml").write_bytes(raw)
        return _rate(python, "helpdesk_intake.py", letters_folder, home, must=len(written))


def _through_roundup(python: Path, written: list[bytes]) -> Cost:
    with _places() as (letters_file, home):
        box = mailbox.mbox(letters_file)
        for raw in written:
            box.add(message_from_bytes(raw.replace(b"\r\n", b"\n")))
        box.close()
        return _rate(python, "roundup_intake.py", letters_file, home, must=len(written))


@contextmanager
def _places() -> Iterator[tuple[Path, Path]]:
    with tempfile.TemporaryDirectory(prefix="lyhord-peers-") as folder:
        home = Path(folder, "home")
        home.mkdir()
        yield Path(folder, "letters"), home


def _rate(python: Path, script: str, *arguments: Path, must: int) -> Cost:
    command = [python, SCRIPTS / script, *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=LONGEST_S)
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    if told["made"] != must:
        raise RuntimeError(f"{script} made {told['made']} of {must} letters into tickets.")
    return Cost(must / told["seconds"], told["cpu_seconds"] * 1000 / must)


def _through_ours(messages: int) -> dict[int, Cost]:
    """One worker reads the very same letters, two read as many of their like."""
    with fresh_department() as home:
        return {workers: _with_workers(home, messages, workers, seed) for workers, seed in ((1, 7), (2, 8))}


def _with_workers(home: Path, messages: int, workers: int, seed: int) -> Cost:
    with ExitStack() as running:
        children = [running.enter_context(program("worker")) for _ in range(workers)]
        await_settled(arrive(letters(count=20, seed=100 + seed)))
        written = letters(count=messages, seed=seed)
        used_s, began = sum(map(cpu_s, children)) + _database_cpu_s(home), time.monotonic()
        await_settled(arrive(written))
        took_s = time.monotonic() - began
        used_s = sum(map(cpu_s, children)) + _database_cpu_s(home) - used_s
    return Cost(messages / took_s, used_s * 1000 / messages)


def _database_cpu_s(home: Path) -> float:
    """What PostgreSQL under this folder has used: its processes, and those that have ended."""
    total = 0.0
    for process in psutil.process_iter(["name"]):
        with suppress(psutil.Error):
            if process.info["name"] == "postgres" and Path(process.cwd()).is_relative_to(home):
                times = process.cpu_times()
                total += times.user + times.system + times.children_user + times.children_system
    return total


if __name__ == "__main__":
    main()

"""The installation that benchmarks run on: made once for every size, and kept."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

ROOT = Path(__file__).parent.parent
CACHE = Path(os.environ.get("LYHORD_BENCH_CACHE", ROOT / ".cache" / "bench"))
UP_DEADLINE_S = 60.0
STOP_DEADLINE_S = 15.0

cases_option = click.option("--cases", default=1_000_000, show_default=True, help="Size of the department.")


def home_of(*, cases: int) -> Path:
    return CACHE / str(cases)


def enter_home(home: Path, *, port: int = 0, smtp_port: int = 0) -> None:
    """Make this process and its children work on ``home`` and nothing else, with Django loaded."""
    for name in [name for name in os.environ if name.startswith("LYHORD_")]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    os.environ["LYHORD_HOME"] = str(home)
    if port:
        os.environ["LYHORD_PORT"] = str(port)
    if smtp_port:
        os.environ["LYHORD_SMTP_PORT"] = str(smtp_port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lyhord.settings")
    import django  # noqa: PLC0415 -- settings read the environment when they load

    django.setup()


def seed_unless_there(*, cases: int) -> Path:
    """The home of a department of this size, made when it is not there."""
    home = home_of(cases=cases)
    if not (home / "seeded.json").exists():
        subprocess.run([sys.executable, "-m", "bench.seed", "--cases", str(cases)], check=True, cwd=ROOT)
    return home


@contextmanager
def seeded_department(*, cases: int, port: int = 0) -> Iterator[Path]:
    """Have the database of a department of this size running inside the block; it is seeded when it is not there."""
    home = seed_unless_there(cases=cases)
    enter_home(home, port=port)
    from lyhord.core.config import config  # noqa: PLC0415 -- reads the environment that was just set
    from lyhord.core.migrating import migrate  # noqa: PLC0415
    from lyhord.core.postgres import running_database  # noqa: PLC0415

    with running_database(config()):
        migrate()
        yield home


@contextmanager
def program(*arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Run ``lyhord ARGUMENTS`` inside the block."""
    child = subprocess.Popen([sys.executable, "-m", "lyhord", *arguments], cwd=ROOT, stdin=subprocess.DEVNULL)
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(timeout=STOP_DEADLINE_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait(timeout=5)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def await_page(*, port: int, child: "subprocess.Popen[bytes]", deadline_s: float = UP_DEADLINE_S) -> None:
    """Wait until the program shows its pages; raises ``TimeoutError`` or, when it ended, ``RuntimeError``."""
    expires = time.monotonic() + deadline_s
    while time.monotonic() < expires:
        if child.poll() is not None:
            raise RuntimeError(f"The program ended with code {child.returncode} before it showed a page.")
        if status_of(port=port, path="/healthz") == http.client.OK:
            return
        time.sleep(0.05)
    raise TimeoutError(f"No page at port {port} within {deadline_s:.0f} s.")


def status_of(*, port: int, path: str) -> int | None:
    """The status that a page answers with; ``None`` when nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()

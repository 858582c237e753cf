"""Measures the way from a fresh copy of the source to the first screen: ``python -m bench.start``."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import click

from bench.figures import tell
from bench.home import ROOT, free_port, status_of

MUST_S = 180.0
DEADLINE_S = 900.0
STOP_DEADLINE_S = 30.0


@click.command()
def main() -> None:
    """Run ``make demo`` in a clone of what is committed, in an empty home; pip may use the packages it has cached."""
    folder = Path(tempfile.mkdtemp(prefix="lyhord-start-"))
    folder.chmod(0o755)
    try:
        subprocess.run(["git", "clone", "--quiet", "--depth=1", f"file://{ROOT}", str(folder / "source")], check=True)
        seconds = seconds_to_first_screen(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    tell(what="first screen on a fresh machine", total_s=seconds, must_s=MUST_S, ok=seconds <= MUST_S)


def seconds_to_first_screen(folder: Path) -> float:
    """From the command until the page where one signs in; the demo department is loaded by then."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LYHORD_", "DATABASE_URL"))}
    own = {"LYHORD_HOME": str(folder / "home"), "LYHORD_PORT": str(port), "LYHORD_SMTP_PORT": str(free_port())}
    began = time.monotonic()
    child = subprocess.Popen(
        ["make", "demo"], cwd=folder / "source", env=kept | own, start_new_session=True, stdin=subprocess.DEVNULL
    )
    try:
        while status_of(port=port, path="/accounts/login/") != 200:
            if child.poll() is not None:
                raise RuntimeError(f"make demo ended with code {child.returncode}.")
            if time.monotonic() - began > DEADLINE_S:
                raise TimeoutError(f"No screen within {DEADLINE_S:.0f} s.")
            time.sleep(0.2)
        return time.monotonic() - began
    finally:
        os.killpg(child.pid, signal.SIGINT)
        try:
            child.wait(timeout=STOP_DEADLINE_S)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait(timeout=10)


if __name__ == "__main__":
    main()

"""A fresh installation with one mailbox, for the figures of mail."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from bench.home import enter_home
from bench.mail_letters import MAILBOX


@contextmanager
def fresh_department() -> Iterator[Path]:
    """Have the durable database of an empty department running inside the block, and throw it away afterwards."""
    home = Path(tempfile.mkdtemp(prefix="lyhord-bench-"))
    home.chmod(0o755)
    enter_home(home)
    from lyhord.core.config import config  # noqa: PLC0415 -- reads the environment that was just set
    from lyhord.core.migrating import migrate  # noqa: PLC0415
    from lyhord.core.postgres import running_database  # noqa: PLC0415

    try:
        with running_database(config()):
            migrate()
            _open_mailbox()
            yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def cpu_s(child: "subprocess.Popen[bytes]") -> float:
    """The processor seconds a process has used so far: a figure that other work on the machine hardly changes."""
    times = psutil.Process(child.pid).cpu_times()
    return float(times.user + times.system)


def _open_mailbox() -> None:
    from lyhord.cases.models import Queue  # noqa: PLC0415 -- needs Django loaded
    from lyhord.channels.models import Mailbox  # noqa: PLC0415

    queue = Queue.objects.create(name="Kundservice", slug="kundservice")
    Mailbox.objects.create(address=MAILBOX, name="Nordljus", queue=queue)

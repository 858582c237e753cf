import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from lyhord.core.postgres.errors import PostgresError

PATIENCE_S = 20.0
DEADLINE_S = 60.0
POLL_S = 0.05


def clear_stale_locks(*, cluster_name: str, data_dir: Path, socket_lock: Path) -> None:
    """Remove the lock files of a server that is gone; a server that lost its supervisor is stopped first.

    Call only while holding the home's own lock, which says that nobody else is in charge of this server.
    Raises PostgresError when something of an old server does not end within a minute.
    """
    _outlast_old_server(cluster_name=cluster_name, lock=data_dir / "postmaster.pid")
    # A zombie that nobody reaps, or a stranger with a reused number, would make PostgreSQL trust its lock for ever.
    for path in (data_dir / "postmaster.pid", socket_lock):
        path.unlink(missing_ok=True)


def server_processes(*, cluster_name: str) -> list[int]:
    """The living processes of the server of this name; a zombie has no command line and is not among them.

    The command line is used because root in a container may not look at another account's /proc/PID/cwd.
    """
    return [pid for pid in _pids() if pid != os.getpid() and cluster_name in _command_line(pid)]


def _outlast_old_server(*, cluster_name: str, lock: Path) -> None:
    started = time.monotonic()
    _send(_first_number(lock), signal.SIGINT)
    is_pressed = False
    # Backends that outlive a killed postmaster still write to its files: none may be left before the lock goes.
    while alive := _still_alive(cluster_name=cluster_name, lock=lock):
        waited_s = time.monotonic() - started
        if waited_s > DEADLINE_S:
            raise PostgresError(
                f"An old PostgreSQL of this home does not end (processes {alive}); stop it and try again."
            )
        if waited_s > PATIENCE_S and not is_pressed:
            is_pressed = True
            for pid in server_processes(cluster_name=cluster_name):
                _send(pid, signal.SIGQUIT)
        time.sleep(POLL_S)


def _still_alive(*, cluster_name: str, lock: Path) -> list[int]:
    owner = _first_number(lock)
    strangers = [owner] if owner and _is_postgres(owner) else []
    return strangers or server_processes(cluster_name=cluster_name)


def _send(pid: int | None, sign: signal.Signals) -> None:
    if pid and _is_postgres(pid):
        with suppress(ProcessLookupError):
            os.kill(pid, sign)


def _is_postgres(pid: int) -> bool:
    return "postgres" in _command_line(pid).partition(" ")[0]


def _pids() -> Iterator[int]:
    return (int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal())


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _first_number(lock: Path) -> int | None:
    try:
        return int(lock.read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None

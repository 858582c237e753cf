import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lyhord.core.config import Config
from lyhord.core.postgres.cluster import POLL_S, Cluster, cluster_for, stop
from lyhord.core.postgres.errors import PostgresError

TURN_DEADLINE_S = 60.0


@contextmanager
def running_database(config: Config, *, is_alone: bool = False) -> Iterator[None]:
    """Have the database running inside the block: the one that runs already, or one started for the occasion.

    With `is_alone` nobody else may use the embedded one meanwhile; raises PostgresError when somebody does.
    """
    if not config.is_embedded:
        yield
        return
    cluster = cluster_for(config)
    lock = take_lock(config.home) if is_alone else _lock_or_running(cluster)
    if lock is None and is_alone:
        raise PostgresError(f"Lyhörd is running in {config.home}; stop it first.")
    if lock is None:
        yield
        return
    try:
        cluster.create()
        child = cluster.start()
        try:
            yield
        finally:
            stop(child)
    finally:
        os.close(lock)


def take_lock(home: Path) -> int | None:
    """Become the one in charge of the home's database; None when another process is. Closing the number gives it up."""
    descriptor = os.open(home / "postgres.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def _lock_or_running(cluster: Cluster) -> int | None:
    expires = time.monotonic() + TURN_DEADLINE_S
    while time.monotonic() < expires:
        lock = take_lock(cluster.home)
        if lock is not None:
            return lock
        if cluster.is_ready():
            return None
        time.sleep(POLL_S)
    raise PostgresError(f"Another Lyhörd is in charge of {cluster.home}, but its database does not answer.")

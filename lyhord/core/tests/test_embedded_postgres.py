import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from lyhord.core.config import Config, read_config
from lyhord.core.postgres import Cluster, PostgresError, cluster_for, running_database
from lyhord.core.postgres.cluster import stop
from lyhord.core.postgres.stale import server_processes
from lyhord.core.tests.homes import open_home
from lyhord.core.tests.waiting import wait_until


@pytest.fixture
def installation() -> Iterator[Config]:
    with open_home() as home:
        yield read_config({"LYHORD_HOME": str(home)})


@pytest.fixture
def cluster(installation: Config) -> Iterator[Cluster]:
    cluster = cluster_for(installation)
    cluster.create()
    yield cluster
    for pid in server_processes(cluster_name=cluster.name):
        os.kill(pid, signal.SIGKILL)


def test_a_database_is_made_and_answers(cluster: Cluster, installation: Config) -> None:
    child = cluster.start()

    with psycopg.connect(installation.database_url) as connection:
        row = connection.execute(
            "SELECT current_user, current_database(), current_setting('server_encoding'), current_setting('jit')"
        ).fetchone()

    assert row == ("lyhord", "lyhord", "UTF8", "off")
    stop(child)
    assert child.returncode == 0


def test_a_killed_server_starts_again_with_all_that_was_committed(cluster: Cluster, installation: Config) -> None:
    child = cluster.start()
    with psycopg.connect(installation.database_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS number")
    child.kill()

    second = cluster.start()

    with psycopg.connect(installation.database_url) as connection:
        assert connection.execute("SELECT number FROM kept").fetchall() == [(1,)]
    stop(second)
    child.wait(timeout=10)


def test_the_lock_of_a_zombie_does_not_bar_the_door(cluster: Cluster) -> None:
    unreaped = cluster.start()
    os.kill(unreaped.pid, signal.SIGKILL)
    wait_until(lambda: Path(f"/proc/{unreaped.pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z")

    child = cluster.start()

    assert child.poll() is None
    stop(child)
    unreaped.wait(timeout=10)


def test_the_server_ends_when_its_parent_is_killed(installation: Config, cluster: Cluster) -> None:
    code = (
        "import time; from lyhord.core.config import config; from lyhord.core.postgres import cluster_for;"
        "child = cluster_for(config()).start(); print('ready', flush=True); time.sleep(60)"
    )
    environment = {**os.environ, "LYHORD_HOME": str(installation.home), "DATABASE_URL": ""}
    parent = subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"ready\n"

    parent.kill()
    parent.communicate(timeout=10)

    wait_until(lambda: not server_processes(cluster_name=cluster.name))


def test_a_command_uses_the_database_that_runs_or_starts_one(installation: Config, cluster: Cluster) -> None:
    with running_database(installation):
        with running_database(installation), psycopg.connect(installation.database_url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert cluster.is_ready()

    assert not cluster.is_ready()


def test_only_the_owner_gets_at_the_socket(cluster: Cluster, installation: Config) -> None:
    child = cluster.start()

    assert installation.socket_dir.stat().st_mode & 0o077 == 0
    stop(child)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the database as another account")
def test_a_home_behind_a_closed_folder_is_refused_with_advice(installation: Config) -> None:
    closed = installation.home / "closed"
    closed.mkdir(mode=0o700)

    with pytest.raises(PostgresError, match=r"cannot reach .*\. Set LYHORD_HOME|folder above it is closed"):
        cluster_for(read_config({"LYHORD_HOME": str(closed / "inner")}))

    assert closed.stat().st_mode & 0o777 == 0o700

import os
import signal
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from lyhord.core.backup import BackupError, make_backup, restore_backup
from lyhord.core.config import Config, read_config
from lyhord.core.postgres import running_database
from lyhord.core.tests.homes import open_home
from lyhord.core.tests.waiting import wait_until

CONTENT = os.urandom(200_000)


@pytest.fixture
def department() -> Iterator[Config]:
    with open_home() as home:
        config = read_config({"LYHORD_HOME": str(home)})
        with running_database(config):
            with psycopg.connect(config.database_url) as connection:
                connection.execute(
                    "CREATE TABLE letter AS SELECT n, md5(n::text) AS text FROM generate_series(1, 5000) n"
                )
            attachment = config.files_dir / "ab" / "cd" / "abcd"
            attachment.parent.mkdir(parents=True)
            attachment.write_bytes(CONTENT)
            yield config


@pytest.fixture
def empty() -> Iterator[Config]:
    with open_home() as home:
        config = read_config({"LYHORD_HOME": str(home)})
        with running_database(config):
            yield config


def letters(config: Config) -> int:
    with psycopg.connect(config.database_url) as connection:
        row = connection.execute("SELECT count(*) FROM letter").fetchone()
    assert row is not None
    return int(row[0])


def test_a_backup_brings_database_and_attachments_back(department: Config, empty: Config, tmp_path: Path) -> None:
    make_backup(department, target=tmp_path / "b.tar")

    restore_backup(empty, source=tmp_path / "b.tar")

    assert letters(empty) == 5000
    assert (empty.files_dir / "ab" / "cd" / "abcd").read_bytes() == CONTENT
    assert [path.name for path in tmp_path.iterdir()] == ["b.tar"]


def test_only_its_owner_reads_a_backup(department: Config, tmp_path: Path) -> None:
    make_backup(department, target=tmp_path / "b.tar")

    assert (tmp_path / "b.tar").stat().st_mode & 0o077 == 0


def test_a_department_is_not_overwritten_by_mistake(department: Config, tmp_path: Path) -> None:
    make_backup(department, target=tmp_path / "b.tar")
    with psycopg.connect(department.database_url) as connection:
        connection.execute("DELETE FROM letter WHERE n > 4000")

    with pytest.raises(BackupError, match="--force"):
        restore_backup(department, source=tmp_path / "b.tar")

    assert letters(department) == 4000


def test_force_replaces_all_that_is_there(department: Config, tmp_path: Path) -> None:
    make_backup(department, target=tmp_path / "b.tar")
    with psycopg.connect(department.database_url) as connection:
        connection.execute("CREATE TABLE later (n int)")

    restore_backup(department, source=tmp_path / "b.tar", is_forced=True)

    with psycopg.connect(department.database_url) as connection:
        assert connection.execute("SELECT to_regclass('later')").fetchone() == (None,)
    assert letters(department) == 5000


def test_a_backup_that_was_cut_off_is_refused_untouched(department: Config, empty: Config, tmp_path: Path) -> None:
    make_backup(department, target=tmp_path / "b.tar")
    whole = (tmp_path / "b.tar").read_bytes()
    (tmp_path / "cut.tar").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(BackupError, match="no whole backup"):
        restore_backup(empty, source=tmp_path / "cut.tar")

    assert list(empty.files_dir.iterdir()) == []


def test_a_backup_with_one_wrong_byte_is_refused(department: Config, empty: Config, tmp_path: Path) -> None:
    make_backup(department, target=tmp_path / "b.tar")
    with tarfile.open(tmp_path / "b.tar") as archive:
        place = archive.getmember("files/ab/cd/abcd").offset_data
    content = bytearray((tmp_path / "b.tar").read_bytes())
    content[place] ^= 1
    (tmp_path / "b.tar").write_bytes(content)

    with pytest.raises(BackupError, match="files/ab/cd/abcd"):
        restore_backup(empty, source=tmp_path / "b.tar")


def test_a_killed_backup_leaves_the_former_one_whole(department: Config, empty: Config, tmp_path: Path) -> None:
    make_backup(department, target=tmp_path / "b.tar")
    (department.files_dir / "large").write_bytes(bytes(300_000_000))
    environment = {**os.environ, "LYHORD_HOME": str(department.home), "DATABASE_URL": ""}
    command = [sys.executable, "-m", "lyhord", "backup", str(tmp_path / "b.tar")]

    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as killed:
        wait_until((tmp_path / "b.tar.partial").exists)
        killed.send_signal(signal.SIGKILL)

    restore_backup(empty, source=tmp_path / "b.tar")
    assert letters(empty) == 5000


def test_a_killed_restore_leaves_no_half_database(department: Config, empty: Config, tmp_path: Path) -> None:
    with psycopg.connect(department.database_url) as connection:
        connection.execute(
            "CREATE TABLE big AS SELECT n, repeat(md5(n::text), 8) AS t FROM generate_series(1, 400000) n"
        )
        connection.execute("CREATE INDEX ON big (t)")
    make_backup(department, target=tmp_path / "b.tar")
    code = (
        "from pathlib import Path; from lyhord.core.config import config; from lyhord.core.backup import restore_backup;"
        f"restore_backup(config(), source=Path({str(tmp_path / 'b.tar')!r}))"
    )
    environment = {**os.environ, "LYHORD_HOME": str(empty.home), "DATABASE_URL": ""}

    with subprocess.Popen([sys.executable, "-c", code], env=environment, stderr=subprocess.DEVNULL) as killed:
        wait_until(lambda: is_loading(empty) or killed.poll() is not None)
        killed.send_signal(signal.SIGKILL)

    assert killed.returncode == -signal.SIGKILL
    wait_until(lambda: not is_loading(empty))
    restore_backup(empty, source=tmp_path / "b.tar")
    assert letters(empty) == 5000


def is_loading(config: Config) -> bool:
    with psycopg.connect(config.database_url) as connection:
        query = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'COPY%' AND state = 'active'"
        row = connection.execute(query).fetchone()
    return bool(row and row[0])

import os
import signal
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from lyhord.core.backup import BackupError, make_backup, restore_backup
from lyhord.core.config import Config
from lyhord.core.tests.homes import environment_of, own_database
from lyhord.core.tests.waiting import wait_until

CONTENT = os.urandom(200_000)


@pytest.fixture
def department(tmp_path: Path) -> Iterator[Config]:
    with own_database(home=tmp_path / "department") as config:
        with psycopg.connect(config.database_url) as connection:
            connection.execute("CREATE TABLE letter AS SELECT n, md5(n::text) AS text FROM generate_series(1, 5000) n")
        attachment = config.files_dir / "ab" / "cd" / "abcd"
        attachment.parent.mkdir(parents=True)
        attachment.write_bytes(CONTENT)
        yield config


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Config]:
    with own_database(home=tmp_path / "empty") as config:
        yield config


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups" / "b.tar"


def letters(config: Config) -> int:
    with psycopg.connect(config.database_url) as connection:
        row = connection.execute("SELECT count(*) FROM letter").fetchone()
    assert row is not None
    return int(row[0])


def test_a_backup_brings_database_and_attachments_back(department: Config, empty: Config, target: Path) -> None:
    make_backup(department, target=target)

    restore_backup(empty, source=target)

    assert letters(empty) == 5000
    assert (empty.files_dir / "ab" / "cd" / "abcd").read_bytes() == CONTENT
    assert [path.name for path in target.parent.iterdir()] == ["b.tar"]


def test_what_is_sealed_with_the_key_of_the_home_can_be_opened_after(
    department: Config, empty: Config, target: Path
) -> None:
    key = department.secret_key
    make_backup(department, target=target)

    restore_backup(empty, source=target)

    assert empty.secret_key == key
    assert empty.secret_key_path.stat().st_mode & 0o077 == 0


def test_a_key_that_is_given_is_in_no_file(department: Config, empty: Config, target: Path) -> None:
    make_backup(replace(department, given_secret_key="k" * 40), target=target)

    restore_backup(empty, source=target)

    assert not empty.secret_key_path.exists()


def test_only_its_owner_reads_a_backup(department: Config, target: Path) -> None:
    make_backup(department, target=target)

    assert target.stat().st_mode & 0o077 == 0


def test_a_department_is_not_overwritten_by_mistake(department: Config, target: Path) -> None:
    make_backup(department, target=target)
    with psycopg.connect(department.database_url) as connection:
        connection.execute("DELETE FROM letter WHERE n > 4000")

    with pytest.raises(BackupError, match="--force"):
        restore_backup(department, source=target)

    assert letters(department) == 4000


def test_force_replaces_all_that_is_there(department: Config, target: Path) -> None:
    make_backup(department, target=target)
    with psycopg.connect(department.database_url) as connection:
        connection.execute("CREATE TABLE later (n int)")

    restore_backup(department, source=target, is_forced=True)

    with psycopg.connect(department.database_url) as connection:
        assert connection.execute("SELECT to_regclass('later')").fetchone() == (None,)
    assert letters(department) == 5000


def test_a_backup_that_was_cut_off_is_refused_untouched(department: Config, empty: Config, target: Path) -> None:
    make_backup(department, target=target)
    whole = target.read_bytes()
    cut = target.with_name("cut.tar")
    cut.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(BackupError, match="no whole backup"):
        restore_backup(empty, source=cut)

    assert list(empty.files_dir.iterdir()) == []


def test_a_backup_with_one_wrong_byte_is_refused(department: Config, empty: Config, target: Path) -> None:
    make_backup(department, target=target)
    with tarfile.open(target) as archive:
        place = archive.getmember("files/ab/cd/abcd").offset_data
    content = bytearray(target.read_bytes())
    content[place] ^= 1
    target.write_bytes(content)

    with pytest.raises(BackupError, match="files/ab/cd/abcd"):
        restore_backup(empty, source=target)


def test_a_killed_backup_leaves_the_former_one_whole(department: Config, empty: Config, target: Path) -> None:
    make_backup(department, target=target)
    (department.files_dir / "large").write_bytes(bytes(200_000_000))
    environment = environment_of(department)
    command = [sys.executable, "-m", "lyhord", "backup", str(target)]

    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as killed:
        wait_until(target.with_name("b.tar.partial").exists)
        killed.send_signal(signal.SIGKILL)

    restore_backup(empty, source=target)
    assert letters(empty) == 5000


def test_a_killed_restore_leaves_no_half_database(department: Config, empty: Config, target: Path) -> None:
    with psycopg.connect(department.database_url) as connection:
        connection.execute("CREATE TABLE big AS SELECT n, repeat(md5(n::text), 8) FROM generate_series(1, 99999) n")
    make_backup(department, target=target)
    code = (
        "from pathlib import Path; from lyhord.core.config import config;"
        "from lyhord.core.backup import restore_backup;"
        f"restore_backup(config(), source=Path({str(target)!r}))"
    )
    environment = environment_of(empty)

    with subprocess.Popen([sys.executable, "-c", code], env=environment, stderr=subprocess.DEVNULL) as killed:
        wait_until(lambda: is_loading(empty) or killed.poll() is not None)
        killed.send_signal(signal.SIGKILL)

    assert killed.returncode == -signal.SIGKILL
    wait_until(lambda: not is_loading(empty))
    restore_backup(empty, source=target)
    assert letters(empty) == 5000


def is_loading(config: Config) -> bool:
    with psycopg.connect(config.database_url) as connection:
        query = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'COPY%' AND state = 'active'"
        row = connection.execute(query).fetchone()
    return bool(row and row[0])

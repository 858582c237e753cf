import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psutil
import pytest

from lyhord.core.tests.homes import open_home
from lyhord.core.tests.processes import Running, running, start
from lyhord.core.tests.waiting import wait_until

READY_DEADLINE_S = 120


@pytest.fixture
def home() -> Iterator[Path]:
    with open_home() as home:
        yield home


@pytest.fixture
def desk(home: Path) -> Iterator[Running]:
    yield from _desk(home)


@pytest.fixture(scope="module")
def lasting_desk() -> Iterator[Running]:
    with open_home() as home:
        yield from _desk(home)


def _desk(home: Path) -> Iterator[Running]:
    with running("serve", home=home) as program:
        wait_until(lambda: program.status("/readyz") == 200, deadline_s=READY_DEADLINE_S)
        yield program


def part(desk: Running, name: str) -> psutil.Process | None:
    """The direct child of the supervisor that does this part."""
    for child in psutil.Process(desk.child.pid).children():
        try:
            command = child.cmdline()
        except psutil.NoSuchProcess:
            continue
        if command[-1:] == [name] or (name == "postgres" and command and command[0].endswith("/postgres")):
            return child
    return None


def _is_replaced(desk: Running, name: str, pid: int) -> bool:
    now = part(desk, name)
    return now is not None and now.pid != pid


def test_whatever_part_is_killed_comes_back(lasting_desk: Running) -> None:
    for name in ("worker", "mail", "web", "postgres"):
        before = part(lasting_desk, name)
        assert before is not None

        before.kill()

        wait_until(partial(_is_replaced, lasting_desk, name, before.pid))
        wait_until(lambda: lasting_desk.status("/readyz") == 200, deadline_s=READY_DEADLINE_S)

    assert "PostgreSQL ended (signal 9)" in lasting_desk.log.read_text()


def test_a_killed_web_process_is_replaced_while_the_other_goes_on(lasting_desk: Running) -> None:
    web = part(lasting_desk, "web")
    assert web is not None
    one, _ = web.children()

    one.kill()

    # a connection that the kernel had given to the killed one is lost; the next is not
    wait_until(lambda: lasting_desk.status("/healthz") == 200, deadline_s=2)
    wait_until(lambda: len({child.pid for child in web.children()} - {one.pid}) == 2)


def test_one_signal_stops_all_within_seconds(desk: Running) -> None:
    family = psutil.Process(desk.child.pid).children(recursive=True)
    asked_at = time.monotonic()

    desk.child.send_signal(signal.SIGINT)
    desk.child.wait(timeout=30)

    assert desk.child.returncode == 0
    assert time.monotonic() - asked_at < 8
    assert [process for process in family if process.is_running()] == []
    assert "was killed" not in desk.log.read_text()


def test_nothing_outlives_a_killed_supervisor_and_the_next_one_recovers(desk: Running, home: Path) -> None:
    family = psutil.Process(desk.child.pid).children(recursive=True)

    desk.child.kill()
    desk.child.wait(timeout=10)

    with running("serve", home=home) as second:
        wait_until(lambda: second.status("/readyz") == 200, deadline_s=READY_DEADLINE_S)
        assert [process for process in family if process.is_running() and process.status() != "zombie"] == []


def test_a_second_one_in_the_same_home_is_refused_with_the_reason(lasting_desk: Running) -> None:
    second = start("serve", home=lasting_desk.log.parent, database_url="")

    second.child.wait(timeout=20)

    assert second.child.returncode == 1
    assert "Another Lyhörd is already running" in second.log.read_text()
    assert lasting_desk.status("/healthz") == 200


def test_a_taken_port_is_named(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        program = start("serve", home=home, database_url="", LYHORD_SMTP_PORT=str(taken.getsockname()[1]))
        program.child.wait(timeout=20)

    assert program.child.returncode == 1
    assert "--smtp-port" in program.log.read_text()


def test_an_error_that_the_reader_can_mend_comes_without_a_traceback(home: Path) -> None:
    program = start("serve", home=home, database_url="", LYHORD_WEB_WORKERS="many")
    program.child.wait(timeout=20)

    assert program.child.returncode == 1
    assert program.log.read_text().startswith("lyhord: LYHORD_WEB_WORKERS")


def test_it_works_as_an_ordinary_user(home: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("the whole run is one of an ordinary user")
    own = home / "own"
    own.mkdir()
    os.chown(own, 65534, 65534)
    for needed in (__file__, str(Path(sys.executable).resolve())):
        reach = subprocess.run(["test", "-r", needed], check=False, user=65534, group=65534, extra_groups=[])
        if reach.returncode != 0:
            pytest.skip(f"{needed} is closed to other accounts")

    with running("serve", home=own, as_user=65534) as desk:
        assert desk.status("/healthz") == 200

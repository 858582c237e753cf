"""Real processes of the program, for tests of what only they can show."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from lyhord.core.tests.homes import url_of
from lyhord.core.tests.waiting import wait_until

UP_DEADLINE_S = 120.0
DOWN_DEADLINE_S = 40.0


@dataclass(frozen=True, kw_only=True)
class Running:
    """A process of the program and the port of its pages."""

    child: "subprocess.Popen[bytes]"
    port: int
    log: Path

    def status(self, path: str) -> int | None:
        """The status of a page; None when nobody answers."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            client.request("GET", path)
            return client.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            client.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(*arguments: str, home: Path, database_url: str, as_user: int | None = None, **variables: str) -> Running:
    """Start ``lyhord ARGUMENTS`` on free ports; without a `database_url` it brings its own."""
    port = free_port()
    own = {
        "LYHORD_HOME": str(home),
        "DATABASE_URL": database_url,
        "LYHORD_PORT": str(port),
        "LYHORD_SMTP_PORT": str(free_port()),
        **variables,
    }
    log = home / "program.log"
    with log.open("ab") as output:
        child = subprocess.Popen(
            [sys.executable, "-m", "lyhord", *arguments],
            env={**os.environ, **own},
            stdout=output,
            stderr=output,
            user=as_user,
        )
    return Running(child=child, port=port, log=log)


@contextmanager
def running(
    *arguments: str, home: Path, database_url: str = "", as_user: int | None = None, **variables: str
) -> Iterator[Running]:
    """Have ``lyhord ARGUMENTS`` answer inside the block, and stop it after."""
    program = start(*arguments, home=home, database_url=database_url, as_user=as_user, **variables)
    try:
        wait_until(
            lambda: program.child.poll() is not None or program.status("/healthz") == http.HTTPStatus.OK,
            deadline_s=UP_DEADLINE_S,
        )
        assert program.child.poll() is None, program.log.read_text()
        yield program
    finally:
        end(program)


def end(program: Running) -> None:
    if program.child.poll() is None:
        program.child.send_signal(signal.SIGTERM)
        try:
            program.child.wait(timeout=DOWN_DEADLINE_S)
        except subprocess.TimeoutExpired:
            program.child.kill()
            program.child.wait(timeout=10)


def url_of_this_tests_database() -> str:
    return url_of(database=str(connection.settings_dict["NAME"]))

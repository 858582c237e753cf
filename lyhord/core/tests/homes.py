import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import quote

import psycopg

from lyhord.core.config import Config, read_config

_numbers = count(1)


@contextmanager
def open_home() -> Iterator[Path]:
    """A new home that the database's account can reach (pytest's own folders are closed to it), removed at the end."""
    home = Path(tempfile.mkdtemp(prefix="home-", dir=os.environ["LYHORD_TEST_RUN_HOME"]))
    home.chmod(0o755)
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def own_database(*, home: Path) -> Iterator[Config]:
    """An installation with an empty database of its own, on the server of this test run."""
    name = f"own_{os.getpid()}_{next(_numbers)}"
    server = os.environ["DATABASE_URL_OF_RUN"]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            config = read_config({"LYHORD_HOME": str(home), "DATABASE_URL": url_of(database=name)})
            config.files_dir.mkdir(parents=True)
            yield config
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def url_of(*, database: str) -> str:
    """The address of a database on the server of this test run."""
    before, _, after = os.environ["DATABASE_URL_OF_RUN"].partition("/lyhord?")
    return f"{before}/{quote(database)}?{after}"


def environment_of(config: Config) -> dict[str, str]:
    """What a process of this installation is to find in its environment."""
    own = {"LYHORD_HOME": str(config.home), "DATABASE_URL": "" if config.is_embedded else config.database_url}
    return {**os.environ, **own}

"""A pytest plugin: one throw-away PostgreSQL for a run, shared by its xdist workers through the environment."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from lyhord.core.config import config, embedded_url
from lyhord.core.postgres import cluster_for
from lyhord.core.postgres.cluster import stop

_PREFIX = "lyhord-test-"
_SHARED = "LYHORD_TEST_RUN_HOME"
_SERVER = pytest.StashKey[subprocess.Popen[bytes]]()
_HOME = pytest.StashKey[Path]()


def pytest_addoption() -> None:
    """Name the home before anything reads settings; this is the one hook that runs early enough for pytest-django."""
    if _SHARED in os.environ:
        return
    _remove_left_overs()
    home = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
    home.chmod(0o711)
    for name in [name for name in os.environ if name.startswith("LYHORD_")]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    os.environ.update({"LYHORD_HOME": str(home), _SHARED: str(home), "LYHORD_SECRET_KEY": "for-tests-only"})
    os.environ["DATABASE_URL_OF_RUN"] = embedded_url(home=home)
    config.cache_clear()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if not _is_controller(config) or config.getoption("collectonly"):
        return
    config.stash[_HOME] = Path(os.environ[_SHARED])
    config.stash[_SERVER] = _start()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    server = config.stash.get(_SERVER, None)
    if server is not None:
        stop(server)
    home = config.stash.get(_HOME, None)
    if home is not None:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """No test sees what a page of an earlier one kept in the process."""
    from django.core.cache import caches  # noqa: PLC0415 -- settings are read after this plugin

    caches["process"].clear()


def _remove_left_overs() -> None:
    """Remove the homes of runs that were killed; each has its run's process number in its name."""
    for home in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
        pid = home.name.removeprefix(_PREFIX).partition("-")[0]
        if pid.isdecimal() and not Path(f"/proc/{pid}").exists():
            shutil.rmtree(home, ignore_errors=True)


def _is_controller(config: pytest.Config) -> bool:
    return not hasattr(config, "workerinput")


def _start() -> subprocess.Popen[bytes]:
    cluster = cluster_for(config(), is_durable=False)
    cluster.create()
    return cluster.start()

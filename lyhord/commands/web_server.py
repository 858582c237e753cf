import gc
import signal
from collections.abc import Callable
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from lyhord.core.config import Config
from lyhord.core.health.folder import prepare_folder
from lyhord.core.lifelines import allow_many_connections, die_with_parent

KILL_AFTER_S = 5
# every open screen is a request that never ends; the server's own limit of 512 a process would shut pages out
OPEN_REQUESTS = 10_000


def run(config: Config) -> None:
    """Serve until SIGTERM or SIGINT; a worker process that dies is replaced, and none outlives this process."""
    allow_many_connections(OPEN_REQUESTS)
    prepare_folder(config.home / "metrics")
    (config.home / "static").mkdir(exist_ok=True)
    # Loaded before the workers fork, the product is in memory once.
    _load_product()
    gc.freeze()
    server = Server(
        "lyhord.asgi:app",
        address=config.host,
        port=config.port,
        interface=Interfaces.ASGI,
        workers=config.web_workers,
        workers_kill_timeout=KILL_AFTER_S,
        backpressure=OPEN_REQUESTS,
        respawn_failed_workers=True,
        websockets=False,
        log_level=LogLevels.warning,
    )
    tie_to_us = die_with_parent(signal.SIGKILL)

    def load_in_worker(*_: Any) -> Callable[..., Any]:
        tie_to_us()
        return _load_product()

    server.serve(target_loader=load_in_worker)


def _load_product() -> Callable[..., Any]:
    from lyhord.asgi import app  # noqa: PLC0415 -- reads settings when imported

    return app

"""Work that never ends: rooms register loops, and every worker process runs each in a thread of its own."""

import logging
from collections.abc import Callable
from threading import Event, Thread

from django.db import connections

Loop = Callable[[Event], None]

logger = logging.getLogger(__name__)
loops: dict[str, Loop] = {}
PAUSE_AFTER_ERROR_S = 1.0


def loop(name: str) -> Callable[[Loop], Loop]:
    """Run the decorated function in every worker; it works until the event it is given is set, then returns soon.

    It is called again a second after an error, with a new database connection.
    """

    def decorate(function: Loop) -> Loop:
        loops[name] = function
        return function

    return decorate


def start_loops(*, stop: Event) -> list[Thread]:
    """Start all registered loops; each thread ends soon after `stop` is set."""
    threads = [Thread(target=_keep_running, args=(name, run, stop), name=name) for name, run in loops.items()]
    for thread in threads:
        thread.start()
    return threads


def _keep_running(name: str, run: Loop, stop: Event) -> None:
    while not stop.is_set():
        try:
            run(stop)
        except Exception:
            logger.exception("The loop %s failed; it starts again in %s s.", name, PAUSE_AFTER_ERROR_S)
            stop.wait(PAUSE_AFTER_ERROR_S)
        finally:
            connections.close_all()

"""One process that does all background work: the rooms' loops in threads, and jobs with their timetable."""

import asyncio
import signal
import threading

import procrastinate
from procrastinate.contrib.django import app as declared_app
from procrastinate.contrib.django.utils import connector_params

from lyhord.core.loops import start_loops

CONCURRENT_JOBS = 4
JOB_DEADLINE_S = 5.0
LOOP_DEADLINE_S = 5.0


def run() -> None:
    """Work until SIGTERM or SIGINT; what a kill interrupts is taken up again by this or another worker."""
    stop = threading.Event()
    threads = start_loops(stop=stop)
    try:
        asyncio.run(_run_jobs())
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=LOOP_DEADLINE_S)


async def _run_jobs() -> None:
    # procrastinate's own choice keeps four connections open; one for listening and a few for jobs are enough
    connector = procrastinate.PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=CONCURRENT_JOBS)
    with declared_app.replace_connector(connector) as app:
        async with app.open_async():
            work = asyncio.ensure_future(
                app.run_worker_async(
                    concurrency=CONCURRENT_JOBS,
                    delete_jobs="successful",
                    shutdown_graceful_timeout=JOB_DEADLINE_S,
                    install_signal_handlers=False,
                )
            )
            for sign in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(sign, work.cancel)
            try:
                await work
            except asyncio.CancelledError:
                return

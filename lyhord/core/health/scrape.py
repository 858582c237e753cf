import os
from collections.abc import Iterator
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

from lyhord.core.health.folder import FOLDER_VARIABLE
from lyhord.core.health.measures import measures

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)

REQUEST_SECONDS = Histogram(
    "lyhord_request_seconds", "Time to answer a page or API call.", ("method", "route", "status"), buckets=SECONDS
)
LIVE_CLIENTS = Gauge("lyhord_live_clients", "Screens connected to the live stream.", multiprocess_mode="livesum")


class DomainCollector(Collector):
    """The rooms' measures, read from the database at this moment."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for measure in measures.values():
            family = GaugeMetricFamily(f"lyhord_{measure.name}", measure.meaning, labels=measure.labels)
            for labels, number in measure.read():
                family.add_metric(labels, number)
            yield family


def exposition() -> bytes:
    """All numbers in the text format of Prometheus, those of all web processes of this machine added up."""
    registry = CollectorRegistry()
    registry.register(DomainCollector())
    if os.environ.get(FOLDER_VARIABLE):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REQUEST_SECONDS)
        registry.register(LIVE_CLIENTS)
    return generate_latest(registry)


def forget_dead_processes() -> None:
    """Take the screens of killed processes out of the sum."""
    folder = os.environ.get(FOLDER_VARIABLE)
    for path in Path(folder).glob("gauge_live*_*.db") if folder else ():
        pid = int(path.stem.rpartition("_")[2])
        if not Path(f"/proc/{pid}").exists():
            mark_process_dead(pid)  # type: ignore[no-untyped-call]

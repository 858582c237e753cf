from dataclasses import dataclass, field

from django.db import Error

from lyhord.core.health.beats import is_alive
from lyhord.core.health.measures import measures
from lyhord.core.migrating import missing_migrations


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """Whether work gets done here, and how much waits."""

    database: bool
    missing_migrations: list[str] = field(default_factory=list)
    worker: bool = False
    backlog: dict[str, float] = field(default_factory=dict)

    @property
    def is_ready(self) -> bool:
        return self.database and not self.missing_migrations and self.worker


def readiness() -> Readiness:
    """Ask the database how things stand; a database that does not answer is an answer too."""
    try:
        missing = missing_migrations()
        if missing:
            return Readiness(database=True, missing_migrations=missing)
        return Readiness(database=True, worker=is_alive("worker"), backlog=_backlog())
    except Error:
        return Readiness(database=False)


def _backlog() -> dict[str, float]:
    return {
        ".".join((name, *labels)): number
        for name, measure in measures.items()
        if measure.is_backlog
        for labels, number in measure.read()
    }

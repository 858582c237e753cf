"""Write the world of a seed into an empty database, all of it or nothing."""

from datetime import date, datetime, time
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone
from tqdm import tqdm

from lyhord.cases.models import Case
from lyhord.cases.search.bulk import bulk_index
from lyhord.core.plain_errors import PlainError
from lyhord.demo.chapters.contents import CHAPTERS
from lyhord.demo.chapters.history import LOCAL
from lyhord.demo.copying import continue_numbering
from lyhord.demo.department import department
from lyhord.demo.generator import make_world
from lyhord.demo.world import World
from lyhord.people.models import Agent

_NUMBERED_APPS = ("people", "customers", "cases", "channels")
_WORKING_HOUR = time(10, 30)


class RealDataPresent(PlainError):  # noqa: N818 -- a named fact, worded for the command line
    """The database holds cases or people of somebody's own, which a demo must not be mixed with."""


def load(*, seed: int = 1, today: date | None = None, scale: float = 1.0, quiet: bool = False) -> bool:
    """Fill an empty database with the demo department and return whether anything was written.

    The history ends on ``today`` (by default now; an explicit date is taken at 10.30). The same seed and day give the
    same department. A database that holds the demo already is left alone; one with other cases or agents raises
    ``RealDataPresent``.
    """
    if is_loaded():
        return False
    _require_empty()
    now = _moment(today)
    world = make_world(seed=seed, today=now.astimezone(LOCAL).date(), scale=scale)
    _write(world, now, quiet=quiet)
    return True


def is_loaded() -> bool:
    """Whether the demo department is in the database; it comes in one transaction, so it is whole."""
    emails = {agent.email for agent in department().agents}
    return Agent.objects.filter(email__in=emails).count() == len(emails) and Case.objects.exists()


def _require_empty() -> None:
    if Case.objects.exists() or Agent.objects.exists():
        raise RealDataPresent(
            "This database is in use: the demo is never mixed with cases or people of your own. "
            "Choose an empty place with --home, or another DATABASE_URL."
        )


def _moment(today: date | None) -> datetime:
    return timezone.now() if today is None else datetime.combine(today, _WORKING_HOUR, tzinfo=LOCAL)


@transaction.atomic
def _write(world: World, now: datetime, *, quiet: bool) -> None:
    total = sum(chapter.steps(world) for chapter in CHAPTERS)
    with tqdm(total=total, unit=" ", disable=quiet or None, leave=False) as bar:
        for chapter in CHAPTERS:
            bar.set_description(chapter.name)
            chapter.write(world, now=now, progress=bar.update)
    _go_on_counting(cases=len(world.cases))
    _index(len(world.cases), quiet=quiet)


def _go_on_counting(*, cases: int) -> None:
    models: list[Any] = [model for label in _NUMBERED_APPS for model in apps.get_app_config(label).get_models()]
    continue_numbering(*(model for model in models if model._meta.pk.column == "id"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('case_serial', %s)", [cases])


def _index(cases: int, *, quiet: bool) -> None:
    with tqdm(total=cases, unit=" ", desc="Sökning", disable=quiet or None, leave=False) as bar:
        bulk_index(progress=lambda done, _total: bar.update(done - bar.n) and None)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

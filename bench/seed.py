"""Makes the department that benchmarks run on, once for each size: ``python -m bench.seed --cases 1000000``."""

import json
import multiprocessing
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import psycopg
from django.db import transaction
from tqdm import tqdm

from bench.copying import without_indexes
from bench.department import Department, now
from bench.home import cases_option, enter_home, home_of
from lyhord.core.config import config
from lyhord.core.postgres import cluster_for
from lyhord.core.postgres.cluster import stop

Connection = psycopg.Connection[Any]


@click.command()
@cases_option
@click.option("--writers", default=2, show_default=True, help="Processes that write at the same time.")
@click.option("--again", is_flag=True, help="Make it anew although it is there.")
def main(cases: int, writers: int, *, again: bool) -> None:
    """Seed a department of this size and keep it."""
    home = home_of(cases=cases)
    if (home / "seeded.json").exists() and not again:
        click.echo(f"A department of {cases:,} cases is there already; --again makes it anew.")
        return
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    enter_home(home)
    started = time.monotonic()
    with _forgetful_database():
        seed(Department(cases=cases, at=now()), writers=writers)
    seconds = round(time.monotonic() - started, 1)
    (home / "seeded.json").write_text(json.dumps({"cases": cases, "at": now().isoformat(), "seconds": seconds}))
    click.echo(f"{cases:,} cases in {seconds} s")


def seed(department: Department, *, writers: int) -> None:
    """Migrate, write and index; progress bars tell how far it is."""
    from lyhord.core.migrating import migrate  # noqa: PLC0415 -- needs Django loaded

    migrate()
    with _connect() as connection:
        _write(connection, department, writers=writers)
    _index()
    with _connect() as connection:
        connection.execute("VACUUM (ANALYZE, FREEZE)")


def _write(connection: Connection, department: Department, *, writers: int) -> None:
    from bench import filling, rows  # noqa: PLC0415 -- need Django loaded

    filling.fill_ground(connection, department)
    with without_indexes(connection, tables=[table.name for table in rows.TABLES]) as indexes:
        # spawned, because a forked process would share our connection
        with multiprocessing.get_context("spawn").Pool(writers, _be_writer, [config().home, department]) as pool:
            done = pool.imap_unordered(_write_block, department.blocks)
            for _ in tqdm(done, total=len(department.blocks), desc="Cases", unit="block"):
                continue
        filling.finish(connection, department)
        for _name in tqdm(indexes(), desc="Indexes", unit="index"):
            continue


def _index() -> None:
    from lyhord.cases.models import Case  # noqa: PLC0415 -- needs Django loaded
    from lyhord.cases.search import bulk_index  # noqa: PLC0415

    with tqdm(total=Case.objects.count(), desc="Search", unit="case") as bar, transaction.atomic():
        bulk_index(progress=lambda done, _total: bar.update(done - bar.n))


_writing: dict[str, Any] = {}


def _be_writer(home: Path, department: Department) -> None:
    enter_home(home)
    _writing.update(connection=_connect(), department=department)


def _write_block(block: int) -> None:
    from bench import filling  # noqa: PLC0415 -- needs Django loaded

    filling.fill_block(_writing["connection"], _writing["department"], block)


def _connect() -> Connection:
    return psycopg.connect(config().database_url, autocommit=True)


@contextmanager
def _forgetful_database() -> Iterator[None]:
    """The home's database, run without waiting for the disk: what is lost in a crash is seeded again."""
    cluster = cluster_for(config(), is_durable=False)
    cluster.create()
    child = cluster.start()
    try:
        yield
    finally:
        stop(child, deadline_s=300)


if __name__ == "__main__":
    main()

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from tests.journeys.department import Department, Program, found_department, open_program


@pytest.fixture(scope="session")
def program(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Program]:
    """One program for all journeys, since starting it takes longer than most of them.

    It has a database of its own: one that is at work can't be emptied between tests without locking each other out.
    """
    with django_db_blocker.unblock(), _database_of_journeys(), open_program() as program:
        yield program


@pytest.fixture
def department(program: Program, django_db_blocker: DjangoDbBlocker) -> Iterator[Department]:
    with django_db_blocker.unblock():
        yield found_department(program)


@contextmanager
def _database_of_journeys() -> Iterator[None]:
    name, before = f"journeys_{os.getpid()}", connection.settings_dict["NAME"]
    with psycopg.connect(os.environ["DATABASE_URL_OF_RUN"], autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        _use(name)
        try:
            call_command("migrate", verbosity=0)
            yield
        finally:
            _use(before)
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name

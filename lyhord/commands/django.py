from collections.abc import Iterator
from contextlib import contextmanager

from lyhord.core.config import config
from lyhord.core.postgres import running_database


@contextmanager
def with_django() -> Iterator[None]:
    """Have the database running and Django loaded inside the block."""
    with running_database(config()):
        import django  # noqa: PLC0415 -- heavy, and settings read the environment when it loads
        from django.db import connections  # noqa: PLC0415

        django.setup()
        try:
            yield
        finally:
            connections.close_all()

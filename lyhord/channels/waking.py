from types import TracebackType
from typing import Any, Self

import psycopg
from django.db import connection
from psycopg import sql


class Bell:
    """Waits for a notification of PostgreSQL on a connection of its own; many rings at once count as one."""

    def __init__(self, channel: str) -> None:
        self._channel = channel

    def __enter__(self) -> Self:
        parameters = {
            key: value
            for key, value in connection.get_connection_params().items()
            if key not in {"context", "cursor_factory", "prepare_threshold"}
        }
        self._line: psycopg.Connection[Any] = psycopg.connect(**parameters, autocommit=True)
        self._line.execute(sql.SQL("LISTEN {}").format(sql.Identifier(self._channel)))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.close()

    def wait(self, timeout_s: float) -> None:
        """Return at the next ring or after the timeout; raises psycopg.OperationalError when the line is cut."""
        for _ in self._line.notifies(timeout=timeout_s, stop_after=1):
            pass

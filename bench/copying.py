"""Rows by COPY into a model's table, with the model's own defaults for every column that is not given."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg
from django.db import models
from django.utils import timezone

Row = Sequence[Any]
Restore = Callable[[], Iterator[str]]


class Table:
    """Where rows of ``model`` go whose first values are ``columns``; texts may hold no tab, line break or backslash."""

    def __init__(self, model: type[models.Model], *columns: str) -> None:
        self.name = model._meta.db_table
        rest = [
            field
            for field in model._meta.concrete_fields
            if field.column not in columns and not _is_the_databases(field) and not isinstance(field, models.AutoField)
        ]
        names = ", ".join(f'"{name}"' for name in (*columns, *(field.column for field in rest)))
        self.statement = f'COPY "{self.name}" ({names}) FROM STDIN'
        self._tail = "".join(f"\t{written(_default(field))}" for field in rest) + "\n"

    def lines(self, rows: Iterable[Row]) -> str:
        tail = self._tail
        return "".join(["\t".join(map(written, row)) + tail for row in rows])

    def copy(self, connection: "psycopg.Connection[Any]", rows: Iterable[Row]) -> None:
        with connection.cursor().copy(self.statement) as copy:
            copy.write(self.lines(rows))


def written(value: Any) -> str:
    """A value as COPY's text format writes it. Source: PostgreSQL manual, COPY, file formats."""
    if isinstance(value, str):
        return value
    return _WRITERS.get(type(value), str)(value)


_WRITERS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: r"\N",
    bool: lambda value: "t" if value else "f",
    datetime: datetime.isoformat,
    bytes: lambda value: rf"\\x{value.hex()}",
    dict: lambda value: json.dumps(value, ensure_ascii=False),
    list: lambda value: "{" + ",".join(value) + "}",
}


def _default(field: "models.Field[Any, Any]") -> Any:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return timezone.now()
    return field.get_default()


def _is_the_databases(field: "models.Field[Any, Any]") -> bool:
    return field.generated or field.db_default is not models.NOT_PROVIDED


@contextmanager
def without_indexes(
    connection: "psycopg.Connection[Any]", *, tables: Sequence[str]
) -> Iterator[Callable[[], Iterator[str]]]:
    """Drop what only speeds up reading; the block is given a function that makes it again, one index a step."""
    found = connection.execute(
        """
        SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE i.indrelid = ANY(%s::regclass[]) AND NOT i.indisunique
        """,
        [list(tables)],
    ).fetchall()
    for name, _definition in found:
        connection.execute(f'DROP INDEX "{name}"')

    def restore() -> Iterator[str]:
        while found:
            name, definition = found.pop()
            yield name
            connection.execute(definition)

    try:
        yield restore
    finally:
        for _name in restore():
            continue

"""Rows by COPY into a model's table, with the model's own defaults for every column that is not given."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from django.utils import timezone

Row = Sequence[Any]


def copy_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> int:
    """Write rows whose values stand in the order of ``columns`` (database names); returns how many.

    Strings go as they are, dictionaries as JSON, lists as arrays. Constraints are checked when the caller's
    transaction commits. Source: PostgreSQL manual, COPY.
    """
    rest = [field for field in model._meta.concrete_fields if _wants_default(field, columns)]
    names = ", ".join(f'"{name}"' for name in (*columns, *(field.column for field in rest)))
    tail = tuple(written(_default(field)) for field in rest)
    written_rows = 0
    statement = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row((*row, *tail))
            written_rows += 1
    return written_rows


def continue_numbering(*tables: type[models.Model]) -> None:
    """Let each table's sequence go on after the highest id."""
    with connection.cursor() as cursor:
        for model in tables:
            table = model._meta.db_table
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce(max(id), 1)) FROM \"{table}\""  # noqa: S608
            )


def written(value: Any) -> Any:
    """A value as COPY takes it: JSON and arrays as text, everything else by psycopg."""
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "{" + ",".join(json.dumps(item, ensure_ascii=False) for item in value) + "}"
    return value


def _wants_default(field: "models.Field[Any, Any]", columns: Sequence[str]) -> bool:
    has_own = field.generated or field.db_default is not models.NOT_PROVIDED
    return field.column not in columns and not has_own and not isinstance(field, models.AutoField)


def _default(field: "models.Field[Any, Any]") -> Any:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return timezone.now()
    return field.get_default()

"""What PostgreSQL really did for the queries of a block: which indexes it used and how much it read."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

# Small tables are read whole, and should be: a scan of forty queues is faster than any index.
LARGE_TABLES = frozenset(
    {
        "cases_case",
        "cases_entry",
        "cases_delivery",
        "cases_casesearch",
        "cases_searchword",
        "cases_attachment",
        "cases_caseseen",
        "customers_customer",
        "customers_contactpoint",
        "channels_envelope",
    }
)


@dataclass(slots=True)
class Reading:
    """``indexes`` used, large tables ``scanned`` whole, and the most ``rows`` that one step read of a large table."""

    indexes: set[str] = field(default_factory=set)
    scanned: set[str] = field(default_factory=set)
    rows: int = 0
    buffers: int = 0
    queries: int = 0


@contextmanager
def read_by_the_database() -> Iterator[Reading]:
    """Explain, by running them once more, the reading statements of the block."""
    reading = Reading()
    with CaptureQueriesContext(connection) as captured:
        yield reading
    for query in captured.captured_queries:
        if query["sql"].lstrip("( \n").upper().startswith(("SELECT", "WITH")):
            reading.queries += 1
            _add(reading, _explained(query["sql"]))


def _explained(statement: str) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {statement}")
        (explained,) = cursor.fetchone()
    plan = explained if isinstance(explained, list) else json.loads(explained)
    root: dict[str, Any] = plan[0]["Plan"]
    return root


def _add(reading: Reading, root: dict[str, Any]) -> None:
    reading.buffers += root.get("Shared Hit Blocks", 0) + root.get("Shared Read Blocks", 0)
    for node in _nodes(root):
        if "Index Name" in node:
            reading.indexes.add(node["Index Name"])
        if node.get("Relation Name") in LARGE_TABLES:
            if node["Node Type"].endswith("Seq Scan"):
                reading.scanned.add(node["Relation Name"])
            removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
            reading.rows = max(reading.rows, round((node["Actual Rows"] + removed) * node["Actual Loops"]))


def _nodes(root: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield root
    for child in root.get("Plans", ()):
        yield from _nodes(child)

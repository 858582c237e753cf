import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress

import psycopg
from django.db import connection as django_connection
from psycopg.rows import class_row

from lyhord.core.live.hub import Hub, Told
from lyhord.core.live.publishing import NOTIFY_CHANNEL

COLUMNS = "id, topics, kind, body"
OVERLAP_S = 5
BATCH = 500
LONGEST_PAUSE_S = 5.0

logger = logging.getLogger(__name__)
Connection = psycopg.AsyncConnection[Told]


async def listen(hub: Hub) -> None:
    """Tell `hub` every committed live event, for ever; after a lost connection first what was missed meanwhile."""
    latest: int | None = None
    pause_s = 0.1
    while True:
        try:
            async with await _connect() as connection:
                await connection.execute(f"LISTEN {NOTIFY_CHANNEL}")
                latest = await _catch_up(connection, hub, latest)
                pause_s = 0.1
                while True:
                    latest = await _tell_next(connection, hub, latest)
        except psycopg.OperationalError as error:
            logger.warning("The live stream lost the database (%s); next try in %.1f s.", str(error).strip(), pause_s)
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)


async def _connect() -> Connection:
    params = django_connection.get_connection_params()
    wanted = {name: params[name] for name in ("dbname", "user", "password", "host", "port") if params.get(name)}
    extra = {name: value for name, value in params.items() if name.startswith("ssl")}
    return await psycopg.AsyncConnection.connect(
        **wanted, **extra, autocommit=True, row_factory=class_row(Told), application_name="lyhord live"
    )


async def _tell_next(connection: Connection, hub: Hub, latest: int | None) -> int | None:
    ids = []
    async for notification in connection.notifies(stop_after=1):
        with suppress(ValueError):
            ids.append(int(notification.payload))
    # what has piled up meanwhile is fetched in the same round
    async for notification in connection.notifies(timeout=0):
        with suppress(ValueError):
            ids.append(int(notification.payload))
    hub.tell(await _fetch(connection, "id = ANY(%s)", [ids]))
    return max([latest or 0, *ids]) or latest


async def _catch_up(connection: Connection, hub: Hub, latest: int | None) -> int | None:
    if latest is None:
        return None
    # Numbers are given before commit: a slow transaction may have a lower one than those already told.
    missed = await _fetch(
        connection,
        "id > %s OR at > (SELECT at FROM core_liveevent WHERE id = %s) - make_interval(secs => %s)",
        [latest, latest, OVERLAP_S],
    )
    hub.tell(missed)
    return max([latest, *(event.id for event in missed)])


async def _fetch(connection: Connection, condition: str, values: Sequence[object]) -> list[Told]:
    query = f"SELECT {COLUMNS} FROM core_liveevent WHERE {condition} ORDER BY id LIMIT {BATCH}"  # noqa: S608 -- own words
    cursor = await connection.execute(query.encode(), values)
    return await cursor.fetchall()

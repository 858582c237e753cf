import asyncio
import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

BATCH = 200
BATCH_BYTES = 32 * 1024 * 1024
COMMIT_DEADLINE_S = 30.0
CONNECT_DEADLINE_S = 3
NOTIFY_CHANNEL = "lyhord_envelope"

_INSERT = f"""
    WITH arrived AS (
        INSERT INTO channels_envelope (channel, account, external_id, raw, transport)
        SELECT 'mail', account, external_id, raw, transport::jsonb
        FROM unnest(%b::text[], %b::text[], %b::bytea[], %b::text[]) AS mail(account, external_id, raw, transport)
        ON CONFLICT DO NOTHING
    )
    SELECT pg_notify('{NOTIFY_CHANNEL}', '')
"""  # noqa: S608 -- the channel is a constant

log = logging.getLogger(__name__)


class NotKept(Exception):  # noqa: N818 -- a named fact, answered with 451
    """The message is not known to be committed; whoever sent it must send it again."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message as it came through the door: `account` is the mailbox it is booked on, `recipients` are ours alone."""

    account: str
    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    peer: str
    protocol: str

    @property
    def external_id(self) -> str:
        """Equal for a message that is handed over again because its sender never saw our answer."""
        digest = hashlib.sha256()
        for part in (self.sender, *sorted(self.recipients)):
            digest.update(part.encode("utf-8", "surrogateescape") + b"\0")
        digest.update(self.raw)
        return digest.hexdigest()

    @property
    def transport(self) -> str:
        facts: dict[str, Any] = {
            "sender": _storable(self.sender),
            "recipients": [_storable(each) for each in self.recipients],
            "peer": self.peer,
            "protocol": self.protocol,
        }
        return json.dumps(facts, ensure_ascii=False)


class Committer:
    """Commits what has arrived in batches, so that a hundred senders share one wait for the disk.

    One statement is one transaction. A batch that the database refuses for its content is tried one message at a
    time, so that a message can only harm itself.
    """

    def __init__(self, *, database_url: str) -> None:
        self._url = database_url
        self._waiting: asyncio.Queue[tuple[Arrival, asyncio.Future[None]]] = asyncio.Queue()
        self._connection: psycopg.AsyncConnection[Any] | None = None

    async def keep(self, arrival: Arrival) -> None:
        """Return when the message is committed; raises NotKept when that cannot be promised."""
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        await self._waiting.put((arrival, kept))
        await kept

    async def run(self) -> None:
        """Commit until cancelled."""
        try:
            while True:
                batch = await self._next_batch()
                await self._settle(batch)
                for _ in batch:
                    self._waiting.task_done()
        finally:
            await self._hang_up()

    async def finish(self) -> None:
        """Return when everything that was handed in is settled."""
        await self._waiting.join()

    async def _next_batch(self) -> list[tuple[Arrival, asyncio.Future[None]]]:
        batch = [await self._waiting.get()]
        size = len(batch[0][0].raw)
        while len(batch) < BATCH and size < BATCH_BYTES and not self._waiting.empty():
            batch.append(self._waiting.get_nowait())
            size += len(batch[-1][0].raw)
        return batch

    async def _settle(self, batch: Sequence[tuple[Arrival, asyncio.Future[None]]]) -> None:
        try:
            await self._insert([arrival for arrival, _ in batch])
        except psycopg.DataError as error:
            if len(batch) > 1:
                for each in batch:
                    await self._settle([each])
                return
            self._refuse(batch, error)
        except (psycopg.Error, OSError, TimeoutError) as error:
            await self._hang_up()
            self._refuse(batch, error)
        else:
            for _, kept in batch:
                if not kept.done():
                    kept.set_result(None)

    async def _insert(self, arrivals: list[Arrival]) -> None:
        async with asyncio.timeout(COMMIT_DEADLINE_S):
            connection = await self._connected()
            await connection.execute(
                _INSERT,
                [
                    [each.account for each in arrivals],
                    [each.external_id for each in arrivals],
                    [each.raw for each in arrivals],
                    [each.transport for each in arrivals],
                ],
            )

    async def _connected(self) -> psycopg.AsyncConnection[Any]:
        if self._connection is None or self._connection.closed:
            self._connection = await psycopg.AsyncConnection.connect(
                self._url, autocommit=True, connect_timeout=CONNECT_DEADLINE_S, application_name="lyhord mail"
            )
        return self._connection

    async def _hang_up(self) -> None:
        if self._connection is not None:
            await self._connection.close()
            self._connection = None

    @staticmethod
    def _refuse(batch: Sequence[tuple[Arrival, asyncio.Future[None]]], error: BaseException) -> None:
        log.warning("%d messages could not be kept and are refused for now: %s", len(batch), error)
        for _, kept in batch:
            if not kept.done():
                kept.set_exception(NotKept(str(error)))


def _storable(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace").replace("\0", "\ufffd")

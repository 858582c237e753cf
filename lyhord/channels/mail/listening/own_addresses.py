import asyncio
import time

import psycopg

REMEMBERED_S = 3.0
CONNECT_DEADLINE_S = 3
_ACTIVE = "SELECT lower(address) FROM channels_mailbox WHERE is_active"


class AddressesUnknown(Exception):  # noqa: N818 -- a named fact, answered with 451
    """The database cannot be asked which addresses are ours."""


def base_address(address: str) -> str:
    """The mailbox behind a plus-address (RFC 5233): `Desk+r1048@Shop.example` → `desk@shop.example`, in A-labels."""
    local, _, domain = address.strip().lower().rpartition("@")
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    return f"{local.partition('+')[0]}@{domain}"


class OwnAddresses:
    """The mailboxes that mail is taken for, remembered for a few seconds."""

    def __init__(self, *, database_url: str) -> None:
        self._url = database_url
        self._known: frozenset[str] = frozenset()
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()
        self._connection: psycopg.AsyncConnection[tuple[str]] | None = None

    async def mailbox_for(self, recipient: str) -> str | None:
        """The mailbox that a recipient belongs to, None when it is nobody here; raises AddressesUnknown."""
        base = base_address(recipient)
        if not self._is_fresh():
            await self._read()
        return base if base in self._known else None

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()
            self._connection = None

    def _is_fresh(self) -> bool:
        return time.monotonic() - self._read_at < REMEMBERED_S

    async def _read(self) -> None:
        async with self._reading:
            if self._is_fresh():
                return
            try:
                async with asyncio.timeout(CONNECT_DEADLINE_S * 2):
                    self._known = await self._ask()
            except (psycopg.Error, OSError, TimeoutError) as error:
                await self.close()
                raise AddressesUnknown(str(error)) from error
            self._read_at = time.monotonic()

    async def _ask(self) -> frozenset[str]:
        if self._connection is None or self._connection.closed:
            self._connection = await psycopg.AsyncConnection.connect(
                self._url, autocommit=True, connect_timeout=CONNECT_DEADLINE_S, application_name="lyhord mail"
            )
        rows = await (await self._connection.execute(_ACTIVE)).fetchall()
        return frozenset(base_address(row[0]) for row in rows)

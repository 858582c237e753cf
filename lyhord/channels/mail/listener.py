"""The door for mail: a light process without Django that takes messages and commits them, and nothing else."""

import asyncio
import logging
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from lyhord.channels.mail.listening.clients import Clients
from lyhord.channels.mail.listening.committer import Committer
from lyhord.channels.mail.listening.own_addresses import OwnAddresses
from lyhord.channels.mail.listening.protocol import IDLE_S, Door, LmtpDoor, Reception, SmtpDoor
from lyhord.channels.mail.listening.settings import ListenerSettings, listener_settings
from lyhord.core.config import Config

FINISHING_S = 5.0
BACKLOG = 512

log = logging.getLogger(__name__)


def main(config: Config) -> None:
    """Take mail by SMTP, and by LMTP when a port for it is set, until SIGTERM or SIGINT.

    A message is answered with 250 only after it is committed as an envelope; while the database is away every
    message is answered with 451. Raises OSError when a port is taken, ConfigError for settings that cannot be used.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    asyncio.run(_serve_until_told(listener_settings(config, os.environ)))


async def _serve_until_told(settings: ListenerSettings) -> None:
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    await serve(settings, stop=stop)


async def serve(settings: ListenerSettings, *, stop: asyncio.Event) -> None:
    """Take mail until `stop` is set, then finish the messages that are under way (at most a few seconds)."""
    committer = Committer(database_url=settings.database_url)
    addresses = OwnAddresses(database_url=settings.database_url)
    open_doors: set[Door] = set()
    servers = await _open(settings, committer, addresses, open_doors)
    committing = asyncio.create_task(committer.run())
    log.info("Mail is taken at %s, port %d.", settings.host, settings.smtp_port)
    await stop.wait()
    for server in servers:
        server.close()
    with suppress(TimeoutError):
        async with asyncio.timeout(FINISHING_S):
            await committer.finish()
    # one turn of the loop lets the replies of what was just committed leave before the goodbyes
    await asyncio.sleep(0)
    for door in list(open_doors):
        door.say_goodbye()
    committing.cancel()
    with suppress(asyncio.CancelledError):
        await committing
    await addresses.close()


async def _open(
    settings: ListenerSettings, committer: Committer, addresses: OwnAddresses, open_doors: set[Door]
) -> list[asyncio.Server]:
    clients = Clients(
        connections=settings.connections_per_client,
        messages_per_minute=settings.messages_per_minute,
        trusted=settings.trusted,
    )
    arguments: dict[str, Any] = {
        "data_size_limit": settings.message_limit_bytes,
        "enable_SMTPUTF8": True,
        "hostname": settings.hostname,
        "ident": "Lyhord",
        "timeout": IDLE_S,
        "tls_context": settings.tls_context(),
        "clients": clients,
        "open_doors": open_doors,
    }
    reception = Reception(committer=committer, addresses=addresses, clients=clients)
    loop = asyncio.get_running_loop()
    doors: list[tuple[Callable[[], Door], int]] = [(partial(SmtpDoor, reception, **arguments), settings.smtp_port)]
    if settings.lmtp_port:
        doors.append((partial(LmtpDoor, reception, **arguments), settings.lmtp_port))
    return [await loop.create_server(door, settings.host, port, backlog=BACKLOG) for door, port in doors]

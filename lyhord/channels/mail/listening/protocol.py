"""SMTP (RFC 5321) and LMTP (RFC 2033) as we answer them; every reply carries its enhanced code (RFC 3463)."""

import asyncio
import logging
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from lyhord.channels.mail.listening.clients import Clients
from lyhord.channels.mail.listening.committer import Arrival, Committer, NotKept
from lyhord.channels.mail.listening.own_addresses import AddressesUnknown, OwnAddresses

MOST_RECIPIENTS = 100
LONGEST_LINE = 4 * 1024 * 1024
IDLE_S = 300

TRY_LATER = "451 4.3.0 Not kept just now, send it again in a while"
KEPT = "250 2.0.0 Kept"

log = logging.getLogger(__name__)


class Reception:
    """What is decided at the door: for whom we take mail, and that 250 means committed."""

    def __init__(self, *, committer: Committer, addresses: OwnAddresses, clients: Clients) -> None:
        self._committer = committer
        self._addresses = addresses
        self._clients = clients

    async def handle_MAIL(  # noqa: N802 -- aiosmtpd names its hooks so
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not self._clients.may_send(peer=peer_of(session), sender=address.lower()):
            return "450 4.7.1 Too many messages this minute, send it again in a while"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Sender noted"

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients, send the rest in another transaction"
        try:
            mailbox = await self._addresses.mailbox_for(address)
        except AddressesUnknown:
            return TRY_LATER
        if mailbox is None:
            return "550 5.1.1 No such mailbox here"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 Recipient known"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        reply = await self._keep(server, session, envelope)
        # LMTP answers once for every recipient (RFC 2033 §4.2)
        return "\r\n".join([reply] * len(envelope.rcpt_tos)) if isinstance(server, LMTP) else reply

    async def handle_exception(self, error: Exception) -> str:
        log.error("A conversation failed: %r", error)
        return TRY_LATER

    async def _keep(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        sender = envelope.mail_from or ""
        try:
            mailbox = await self._addresses.mailbox_for(envelope.rcpt_tos[0])
            arrival = Arrival(
                account=mailbox or envelope.rcpt_tos[0].lower(),
                sender="" if sender == "<>" else sender,
                recipients=tuple(envelope.rcpt_tos),
                raw=envelope.original_content or b"",
                peer=peer_of(session),
                protocol="lmtp" if isinstance(server, LMTP) else "smtp",
            )
            await self._committer.keep(arrival)
        except (NotKept, AddressesUnknown):
            return TRY_LATER
        return KEPT


class Door(asyncio.BaseProtocol):
    """Turns away clients with too many connections, and lets a stop say goodbye to those that are idle."""

    def __init__(self, *args: Any, clients: Clients, open_doors: set["Door"], **kwargs: Any) -> None:
        self._clients = clients
        self._open_doors = open_doors
        self._is_counted = False
        super().__init__(*args, **kwargs)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self._is_counted:
            super().connection_made(transport)
            return
        peer = (transport.get_extra_info("peername") or ("",))[0]
        self._is_counted, self._peer = True, str(peer)
        self._open_doors.add(self)
        is_welcome = self._clients.enter(self._peer)
        super().connection_made(transport)
        if not is_welcome:
            transport.write(b"421 4.7.0 Too many connections from your address\r\n")  # type: ignore[attr-defined]
            transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        if self in self._open_doors:
            self._open_doors.discard(self)
            self._clients.leave(self._peer)
        super().connection_lost(error)

    def say_goodbye(self) -> None:
        transport = getattr(self, "transport", None)
        if transport is not None and not transport.is_closing():
            transport.write(b"421 4.3.2 Closing for a moment, come back soon\r\n")
            transport.close()


class SmtpDoor(Door, SMTP):
    line_length_limit = LONGEST_LINE


class LmtpDoor(Door, LMTP):
    line_length_limit = LONGEST_LINE


def peer_of(session: Session) -> str:
    return str((session.peer or ("",))[0])

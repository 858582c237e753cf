"""A real SMTP server that plays the relay and counts what arrives."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from lyhord.channels.tests.doors import free_port
from lyhord.core.config import Relay


@dataclass
class RelayStub:
    """Keeps what it accepted; `answers` says what to answer to a recipient or to the final dot instead of 250."""

    port: int
    arrived: list[tuple[str, str, EmailMessage]] = field(default_factory=list)
    rcpt_answers: dict[str, str] = field(default_factory=dict)
    dot_answers: list[str] = field(default_factory=list)
    before_answer: Callable[[], None] | None = None
    cut_after_dot: bool = False

    @property
    def relay(self) -> Relay:
        return Relay(host="127.0.0.1", port=self.port, user="", password="", is_implicit_tls=False)

    def counts(self) -> Counter[tuple[str, str]]:
        return Counter((str(mail["Message-ID"]), recipient) for _, recipient, mail in self.arrived)

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.rcpt_answers:
            return self.rcpt_answers[address]
        envelope.rcpt_tos.append(address)
        return "250 known"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.before_answer is not None:
            await asyncio.get_running_loop().run_in_executor(None, self.before_answer)
        if self.dot_answers:
            return self.dot_answers.pop(0)
        mail = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        for recipient in envelope.rcpt_tos:
            self.arrived.append((envelope.mail_from or "", recipient, mail))
        if self.cut_after_dot and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        return "250 2.0.0 taken as 4711"


@contextmanager
def open_relay(port: int | None = None) -> Iterator[RelayStub]:
    stub = RelayStub(port=port or free_port())
    controller = Controller(stub, hostname="127.0.0.1", port=stub.port, ready_timeout=10)
    controller.start()
    try:
        yield stub
    finally:
        controller.stop()

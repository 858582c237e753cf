"""Handing a message to the relay so that nobody ever has to guess whether it left.

A message is the relay's when it has answered the final dot, and is none of its business before it has seen it
(RFC 5321 §4.1.1.4, §6.1). Between the two lies the one moment in which a crash leaves a doubt, so the caller
commits that it begins just before the dot is sent.
"""

import re
import smtplib
import socket
import ssl
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final, Literal

from lyhord.core.config import Relay
from lyhord.core.outgoing import AddressForbidden, connect

TIMEOUT_S: Final = 60
# RFC 5321 §4.5.3.2.6 asks for ten minutes; five keep the others from waiting too long
FINAL_TIMEOUT_S: Final = 300
TEMPORARY: Final = 400
PERMANENT: Final = 500
CLOSING: Final = 421
GO_AHEAD: Final = 354
AUTHENTICATED: Final = 235
LEADING_DOT: Final = re.compile(rb"^\.", re.MULTILINE)

Kind = Literal["sent", "later", "refused", "unsure", "withdrawn"]


class Unreachable(Exception):  # noqa: N818 -- a named fact: nothing was sent, the relay cannot be reached
    """The relay does not answer or does not let us in; the message tells what it said."""

    @property
    def needs_a_person(self) -> bool:
        """Whether waiting cannot help: a password, a certificate or an address is wrong."""
        return isinstance(self.__cause__, _FOR_A_PERSON)


_FOR_A_PERSON: Final = (
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPNotSupportedError,
    ssl.SSLCertVerificationError,
    AddressForbidden,
)


class _CheckedSmtp(smtplib.SMTP):
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return connect(host, port, timeout_s=timeout)


class _CheckedSmtpOverTls(smtplib.SMTP_SSL):
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self.context.wrap_socket(connect(host, port, timeout_s=timeout), server_hostname=host)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a message, with the relay's own words."""

    kind: Kind
    words: str


class RelayLine:
    """A conversation with the relay that is kept open while there is something to say."""

    def __init__(self, *, relay: Relay, hostname: str) -> None:
        self._relay = relay
        self._hostname = hostname
        self._client: smtplib.SMTP | None = None

    def hand_over(self, *, sender: str, recipient: str, raw: bytes, begin: Callable[[], bool]) -> Answer:
        """Send one message to one recipient; `begin` is called just before the final dot and returns whether to go on.

        If `begin` says no or raises, the line is cut before the dot and nothing has left. Raises Unreachable when
        the message never came to be offered.
        """
        try:
            client = self._ready_client()
            refusal = self._offer(client, sender, recipient)
            if refusal is not None:
                return refusal
            client.send(_stuffed(raw))
        except (OSError, UnicodeError, smtplib.SMTPException) as error:
            self.close()
            raise Unreachable(_words_of(error)) from error
        return self._finish(client, begin)

    def close(self) -> None:
        """Hang up without ceremony; a message whose dot was not sent is thus withdrawn."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _finish(self, client: smtplib.SMTP, begin: Callable[[], bool]) -> Answer:
        try:
            if not begin():
                self.close()
                return Answer("withdrawn", "")
        except BaseException:
            self.close()
            raise
        try:
            _allow(client, FINAL_TIMEOUT_S)
            client.send(b".\r\n")
            code, words = client.getreply()
            _allow(client, TIMEOUT_S)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Answer("unsure", _words_of(error))
        if code == CLOSING:
            self.close()
        return _answer(code, words)

    def _ready_client(self) -> smtplib.SMTP:
        if self._client is not None:
            try:
                if self._client.rset()[0] < TEMPORARY:
                    return self._client
            except (OSError, smtplib.SMTPException):
                pass
            self.close()
        self._client = self._connected()
        return self._client

    def _offer(self, client: smtplib.SMTP, sender: str, recipient: str) -> Answer | None:
        steps: tuple[Callable[[], tuple[int, bytes]], ...] = (
            lambda: client.mail(sender),
            lambda: client.rcpt(recipient),
            lambda: client.docmd("DATA"),
        )
        for step in steps:
            code, words = step()
            if code >= TEMPORARY:
                if code == CLOSING:
                    self.close()
                return _answer(code, words)
        if code != GO_AHEAD:
            raise smtplib.SMTPResponseException(code, words)
        return None

    def _connected(self) -> smtplib.SMTP:
        relay, context = self._relay, self._context()
        client: smtplib.SMTP
        if relay.is_implicit_tls:
            over_tls = _CheckedSmtpOverTls if relay.is_typed else smtplib.SMTP_SSL
            client = over_tls(relay.host, relay.port, local_hostname=self._hostname, timeout=TIMEOUT_S, context=context)
        else:
            plain = _CheckedSmtp if relay.is_typed else smtplib.SMTP
            client = plain(relay.host, relay.port, local_hostname=self._hostname, timeout=TIMEOUT_S)
        try:
            self._introduce(client, context)
        except BaseException:
            client.close()
            raise
        return client

    def _introduce(self, client: smtplib.SMTP, context: ssl.SSLContext) -> None:
        client.ehlo_or_helo_if_needed()
        if not self._relay.is_implicit_tls and client.has_extn("starttls"):
            client.starttls(context=context)
            client.ehlo()
        elif self._relay.requires_tls:
            raise smtplib.SMTPNotSupportedError("The relay offers no encryption, so nothing is sent.")
        elif self._relay.user and not self._relay.is_implicit_tls and not _is_local(self._relay.host):
            raise smtplib.SMTPNotSupportedError("The relay offers no encryption, so the password is kept back.")
        if self._relay.user:
            self._sign_in(client)

    def _sign_in(self, client: smtplib.SMTP) -> None:
        if "PLAIN" not in client.esmtp_features.get("auth", "").upper().split():
            client.login(self._relay.user, self._relay.password)
            return
        # the library's own PLAIN takes ASCII alone, where RFC 4616 says UTF-8
        secret = f"\0{self._relay.user}\0{self._relay.password}".encode()
        code, words = client.docmd("AUTH", f"PLAIN {b64encode(secret).decode('ascii')}")
        if code != AUTHENTICATED:
            raise smtplib.SMTPAuthenticationError(code, words)

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        # without a password to protect, encryption to an unproven relay is better than none (RFC 7435)
        if not (self._relay.user or self._relay.is_implicit_tls or self._relay.requires_tls):
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


def _allow(client: smtplib.SMTP, timeout_s: float) -> None:
    if client.sock is not None:
        client.sock.settimeout(timeout_s)


def _stuffed(raw: bytes) -> bytes:
    ended = raw if raw.endswith(b"\r\n") else raw + b"\r\n"
    return LEADING_DOT.sub(b"..", ended)


def _answer(code: int, words: bytes) -> Answer:
    said = f"{code} {words.decode('utf-8', 'replace')}".replace("\n", " ").replace("\0", "")[:500]
    if code >= PERMANENT:
        return Answer("refused", said)
    return Answer("later" if code >= TEMPORARY else "sent", said)


def _words_of(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        return " ".join(f"{error.smtp_code} {words}".replace("\0", "").split())[:500]
    return " ".join(str(error).replace("\0", "").split())[:500] or type(error).__name__


def _is_local(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False

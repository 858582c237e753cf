"""A conversation with an IMAP server, in the few sentences that fetching needs (RFC 9051, RFC 2177, RFC 6851)."""

import imaplib
import select
import socket
import ssl
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from lyhord.channels.mail.fetching.account import Account, Fetched, Sighting
from lyhord.channels.mail.fetching.diagnosis import trouble_of
from lyhord.channels.mail.fetching.tokens import Token
from lyhord.channels.mail.fetching.trouble import Trouble
from lyhord.core.outgoing import connect
from lyhord.core.sealing import unseal

CONNECT_TIMEOUT_S: Final = 20
ANSWER_TIMEOUT_S: Final = 60
LISTED_AT_ONCE: Final = 1000
_INTERNAL_DATE: Final = b"INTERNALDATE"
_SIZE: Final = b"RFC822.SIZE"


@dataclass(frozen=True, slots=True)
class Folder:
    uid_validity: int
    next_uid: int


class _CheckedImap(imaplib.IMAP4):
    """Speaks over a socket whose address was allowed when it was connected."""

    def __init__(self, host: str, port: int, tls: ssl.SSLContext | None) -> None:
        self._tls = tls
        super().__init__(host, port)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:  # noqa: ARG002 -- imaplib's shape
        line = connect(self.host, self.port, timeout_s=CONNECT_TIMEOUT_S)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        line.settimeout(ANSWER_TIMEOUT_S)
        return self._tls.wrap_socket(line, server_hostname=self.host) if self._tls else line


class _CheckedClient(IMAPClient):  # type: ignore[misc]
    def _create_IMAP4(self) -> imaplib.IMAP4:  # noqa: N802 -- the library's name
        return _CheckedImap(self.host, self.port, self.ssl_context if self.ssl else None)


class ImapLine:
    """Signed in to an account; every method raises Trouble when the server says no or the line is cut."""

    def __init__(self, account: Account, client: Any) -> None:
        self._account = account
        self._client = client

    def select(self) -> Folder:
        """Open the folder, for reading alone when nothing is to be changed in it."""
        with _telling():
            if not self._client.folder_exists(self._account.folder):
                raise Trouble("folder_missing", self._account.folder)
            said = self._client.select_folder(self._account.folder, readonly=self._account.after == "nothing")
        if b"UIDVALIDITY" not in said or b"UIDNEXT" not in said:
            raise Trouble("server_said", "The folder has no UIDVALIDITY, so that its messages cannot be told apart.")
        if b"READ-ONLY" in said and self._account.after != "nothing":
            raise Trouble("folder_closed", self._account.folder)
        return Folder(int(said[b"UIDVALIDITY"]), int(said[b"UIDNEXT"]))

    def uids_from(self, uid: int) -> list[int]:
        """All numbers from `uid` on that the folder holds."""
        with _telling():
            # a range that ends in * names the highest message even when it lies below (RFC 9051 §9, seq-range)
            return sorted(each for each in self._client.search(["UID", f"{max(uid, 1)}:*"]) if each >= uid)

    def uids_since(self, moment: datetime) -> list[int]:
        """The numbers of what arrived at or after the day before `moment`: the server counts whole days of its own."""
        with _telling():
            return sorted(self._client.search(["SINCE", (moment - timedelta(days=1)).date()]))

    def look_at(self, uids: Sequence[int]) -> list[Sighting]:
        """When the messages arrived and how large they are; those that are gone meanwhile are left out."""
        with _telling():
            found: dict[int, Any] = {}
            for at in range(0, len(uids), LISTED_AT_ONCE):
                found |= self._client.fetch(uids[at : at + LISTED_AT_ONCE], [_INTERNAL_DATE, _SIZE])
        return [
            Sighting(uid, int(facts[_SIZE]), _moment(facts.get(_INTERNAL_DATE)))
            for uid, facts in sorted(found.items())
            if _SIZE in facts
        ]

    def fetch(self, sightings: Sequence[Sighting], *, limit_bytes: int) -> list[Fetched]:
        """The messages themselves, their flags untouched; above the limit only the header is read."""
        whole = {each.uid: each for each in sightings if each.size_bytes <= limit_bytes}
        headed = {each.uid: each for each in sightings if each.size_bytes > limit_bytes}
        with _telling():
            bodies = self._client.fetch(list(whole), [b"BODY.PEEK[]"])
            headers = self._client.fetch(list(headed), [b"BODY.PEEK[HEADER]"])
        fetched = [Fetched(whole[uid], facts[b"BODY[]"]) for uid, facts in bodies.items() if _has(facts, b"BODY[]")]
        for uid, facts in headers.items():
            if _has(facts, b"BODY[HEADER]"):
                fetched.append(Fetched(headed[uid], facts[b"BODY[HEADER]"], is_whole=False))
        return sorted(fetched, key=lambda each: each.sighting.uid)

    def follow_up(self, uids: Sequence[int]) -> None:
        """Do with committed messages what the account wants done; repeating it changes nothing."""
        with _telling():
            if self._account.after == "seen":
                self._client.add_flags(uids, [b"\\Seen"], silent=True)
            elif self._account.after == "move":
                self._move(uids)

    def wait_for_news(self, timeout_s: float) -> bool:
        """Return True soon after something changed in the folder, False when nothing did; needs `can_idle`."""
        with _telling():
            self._client.idle()
            is_news = self._has_buffered() or bool(_readable(self._client.socket(), timeout_s))
            self._client.idle_done()
            return is_news

    @property
    def can_idle(self) -> bool:
        """Whether the server tells of news by itself; capabilities are remembered, so that asking costs nothing."""
        with _telling():
            return bool(self._client.has_capability("IDLE"))

    def interrupt(self) -> None:
        """Let another thread end whatever the line waits for."""
        with suppress(OSError):
            socket.socket.shutdown(self._client.socket(), socket.SHUT_RDWR)

    def close(self) -> None:
        with suppress(IMAPClientError, OSError):
            self._client.shutdown()

    def _move(self, uids: Sequence[int]) -> None:
        folder = self._account.move_to
        if not self._client.folder_exists(folder):
            self._client.create_folder(folder)
        if self._client.has_capability("MOVE"):
            self._client.move(uids, folder)
            return
        self._client.copy(uids, folder)
        self._client.delete_messages(uids, silent=True)
        # without UIDPLUS an EXPUNGE would remove what others have marked too
        if self._client.has_capability("UIDPLUS"):
            self._client.uid_expunge(uids)

    def _has_buffered(self) -> bool:
        """Whether the server's news came along with its answer to IDLE, and so will never make the socket readable."""
        line = self._client.socket()
        reader = getattr(self._client._imap, "_file", None) or self._client._imap.file
        line.setblocking(False)
        try:
            return bool(reader.peek(1))
        except (ssl.SSLWantReadError, BlockingIOError):
            return False
        finally:
            line.settimeout(ANSWER_TIMEOUT_S)


def open_line(account: Account, *, token: Token | None) -> ImapLine:
    """Connect and sign in; raises Trouble that says in which step it failed."""
    with _telling():
        context = ssl.create_default_context()
        client = _CheckedClient(
            account.host, account.port, ssl=account.tls == "implicit", ssl_context=context, timeout=ANSWER_TIMEOUT_S
        )
        # the library's log of all lines would hold the password
        client._imap.debug = 0
        client.normalise_times = False
        try:
            _secure(client, account, context)
            _sign_in(client, account, token)
        except BaseException:
            with suppress(IMAPClientError, OSError):
                client.shutdown()
            raise
    return ImapLine(account, client)


def _secure(client: Any, account: Account, context: ssl.SSLContext) -> None:
    if account.tls != "starttls":
        return
    if not client.has_capability("STARTTLS"):
        raise Trouble("no_starttls", account.host)
    client.starttls(context)


def _sign_in(client: Any, account: Account, token: Token | None) -> None:
    who = account.credentials
    if token is not None:
        if client.has_capability("AUTH=OAUTHBEARER"):
            client.oauthbearer_login(who.user, token.access_token)
        else:
            client.oauth2_login(who.user, token.access_token)
    elif client.has_capability("AUTH=PLAIN"):
        client.plain_login(who.user, unseal(who.secret))
    else:
        client.login(who.user, unseal(who.secret))


@contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
    except (IMAPClientError, OSError, ValueError, KeyError, AssertionError) as error:
        raise trouble_of(error) from error


def _readable(line: socket.socket, timeout_s: float) -> Iterable[Any]:
    poll = select.poll()
    poll.register(line.fileno(), select.POLLIN)
    return poll.poll(timeout_s * 1000)


def _moment(told: Any) -> datetime:
    now = datetime.now(UTC)
    if not isinstance(told, datetime):
        return now
    return min(told if told.tzinfo else told.replace(tzinfo=UTC), now)


def _has(facts: dict[bytes, Any], name: bytes) -> bool:
    return isinstance(facts.get(name), bytes)

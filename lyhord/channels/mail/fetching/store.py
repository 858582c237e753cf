"""What fetching remembers, in PostgreSQL: one connection for all mailboxes of the process, one transaction a fact."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, Final, TypeVar

import psycopg
from psycopg.rows import TupleRow

from lyhord.channels.mail.fetching import statements as sql
from lyhord.channels.mail.fetching.account import Account, Credentials, Fetched, Sighting
from lyhord.channels.mail.fetching.arrival import external_id, transport
from lyhord.channels.mail.fetching.trouble import Trouble

CONNECT_DEADLINE_S: Final = 3
STATEMENT_DEADLINE_MS: Final = 60_000
# advisory locks share one space in a database; fetched mailboxes get the upper half that begins with "Lz"
_FETCHED: Final = 0x4C7A << 48

_FACTS: Final = (
    *("key", "address", "host", "port", "tls", "folder", "after", "move_to", "start", "start_days"),
    *("series", "uid_validity", "began_at", "first_uid", "latest_uid"),
)
_LOGIN: Final = ("user", "auth", "secret", "token_url", "client_id", "client_secret", "scope")

Connection = psycopg.Connection[TupleRow]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to fetch one mailbox, held by the connection that it was won on."""

    key: int
    connection_number: int


class Store:
    """Safe to share between threads; raises Trouble("database") when a promise cannot be kept."""

    def __init__(self, *, database_url: str) -> None:
        self._url = database_url
        self._lock = Lock()
        self._connection: Connection | None = None
        self._connection_number = 0

    def wanted(self) -> dict[int, int]:
        """The revision of the settings of every mailbox that is to be fetched, by its key."""
        return dict(self._run(lambda line: line.execute(sql.WANTED).fetchall()))

    @contextmanager
    def claim(self, key: int) -> Iterator[Claim | None]:
        """Be the only one in all processes who fetches this mailbox; None when somebody else does.

        The lock belongs to the connection: a process that dies lets go at once.
        """
        claim = self._run(lambda line: self._claimed(line, key))
        try:
            yield claim
        finally:
            if claim is not None:
                with suppress(Trouble):
                    self._run(lambda line: line.execute(sql.UNLOCK, [_FETCHED + key]), claim=claim)

    def account(self, key: int) -> Account:
        row = self._run(lambda line: line.execute(sql.ACCOUNT, [key]).fetchone())
        if row is None:
            raise Trouble("database", "The mailbox is not there any more.")
        return Account(
            **dict(zip(_FACTS, row, strict=False)),
            credentials=Credentials(**dict(zip(_LOGIN, row[len(_FACTS) :], strict=True))),
        )

    def begin_series(
        self,
        claim: Claim,
        *,
        uid_validity: int,
        began_at: datetime,
        first_uid: int,
        latest_uid: int,
        earlier: Sequence[Sighting],
    ) -> None:
        """Start counting anew: all from `first_uid` on are ours, and `earlier` of those up to `latest_uid`."""

        def begin(line: Connection) -> None:
            line.execute(sql.BEGIN_SERIES, [uid_validity, began_at, first_uid, latest_uid, claim.key])
            line.execute(sql.SEE, _columns(earlier, claim.key, is_late=False))

        self._run(begin, claim=claim)

    def unseen(self, claim: Claim, uids: Sequence[int]) -> list[int]:
        """Which of these numbers of the present series are not remembered."""
        rows = self._run(lambda line: line.execute(sql.UNSEEN, [list(uids), claim.key]).fetchall(), claim=claim)
        return [row[0] for row in rows]

    def see(self, claim: Claim, sightings: Sequence[Sighting], *, is_late: bool) -> None:
        """Remember messages before they are fetched; `is_late` for those that had been passed over."""
        self._run(lambda line: line.execute(sql.SEE, _columns(sightings, claim.key, is_late=is_late)), claim=claim)

    def reach(self, claim: Claim, uid: int) -> None:
        self._run(lambda line: line.execute(sql.REACH, [uid, claim.key]), claim=claim)

    def waiting(self, claim: Claim, *, most: int) -> list[Sighting]:
        """What was seen and not fetched yet, oldest first, but for what has failed since it was last forgiven."""
        values = [claim.key, most]
        rows = self._run(lambda line: line.execute(sql.WAITING, values).fetchall(), claim=claim)
        return [Sighting(*row) for row in rows]

    def keep(self, claim: Claim, account: Account, fetched: Sequence[Fetched]) -> None:
        """Commit messages as envelopes; one that the database refuses for its content harms only itself."""
        try:
            self._run(lambda line: _keep(line, claim.key, account, fetched), claim=claim)
        except psycopg.DataError as error:
            if len(fetched) == 1:
                self.stumble(claim, [fetched[0].sighting.uid], words=str(error))
                return
            for each in fetched:
                self.keep(claim, account, [each])

    def stumble(self, claim: Claim, uids: Sequence[int], *, words: str) -> None:
        """Note why messages could not be fetched; they wait for the next count."""
        values = [words[:500], claim.key, list(uids)]
        self._run(lambda line: line.execute(sql.STUMBLE, values), claim=claim)

    def forgive(self, claim: Claim) -> None:
        """Let messages that could not be fetched be tried again."""
        self._run(lambda line: line.execute(sql.FORGIVE, [claim.key]), claim=claim)

    def give_up(self, claim: Claim, uids: Sequence[int]) -> None:
        """Note that messages were removed on the server before anybody could fetch them."""
        self._run(lambda line: line.execute(sql.GONE, [claim.key, list(uids)]), claim=claim)

    def to_follow_up(self, claim: Claim, *, most: int) -> list[int]:
        rows = self._run(lambda line: line.execute(sql.TO_FOLLOW_UP, [claim.key, most]).fetchall(), claim=claim)
        return [row[0] for row in rows]

    def followed_up(self, claim: Claim, uids: Sequence[int]) -> None:
        self._run(lambda line: line.execute(sql.FOLLOWED_UP, [claim.key, list(uids)]), claim=claim)

    def turn_to(self, claim: Claim, phase: str) -> None:
        """Show what is being done now."""
        self._run(lambda line: line.execute(sql.PHASE, [phase, claim.key]), claim=claim)

    def succeed(self, claim: Claim, *, is_counted: bool) -> None:
        """Note that everything the server has is here, and that no trouble is left."""
        self._run(lambda line: line.execute(sql.SUCCEED, [is_counted, claim.key]), claim=claim)

    def fail(self, key: int, trouble: Trouble, *, failures: int, pause_s: float) -> None:
        values = [trouble.kind, trouble.words, failures, pause_s, key]
        self._run(lambda line: line.execute(sql.FAIL, values))

    def replace_secret(self, claim: Claim, *, sealed: str) -> None:
        self._run(lambda line: line.execute(sql.RESEAL, [sealed, claim.key]), claim=claim)

    def close(self) -> None:
        with self._lock:
            self._hang_up()

    def _claimed(self, line: Connection, key: int) -> Claim | None:
        row = line.execute(sql.LOCK, [_FETCHED + key]).fetchone()
        return Claim(key, self._connection_number) if row and row[0] else None

    def _run(self, work: Callable[[Connection], T], *, claim: Claim | None = None) -> T:
        with self._lock:
            try:
                line = self._connected()
                # the lock died with the connection it was won on: somebody else may be at the mailbox by now
                if claim is not None and claim.connection_number != self._connection_number:
                    raise Trouble("database", "The connection to the database was lost.")
                with line.transaction():
                    return work(line)
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                self._hang_up()
                raise Trouble("database", str(error)) from error

    def _connected(self) -> Connection:
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(
                self._url,
                autocommit=True,
                connect_timeout=CONNECT_DEADLINE_S,
                application_name="lyhord fetching",
                options=f"-c statement_timeout={STATEMENT_DEADLINE_MS}",
            )
            self._connection_number += 1
        return self._connection

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _columns(sightings: Sequence[Sighting], key: int, *, is_late: bool) -> dict[str, Any]:
    return {
        "key": key,
        "is_late": is_late,
        "uids": [each.uid for each in sightings],
        "sizes": [each.size_bytes for each in sightings],
        "moments": [each.arrived_at for each in sightings],
    }


def _keep(line: Connection, key: int, account: Account, fetched: Sequence[Fetched]) -> None:
    line.execute(
        sql.KEEP,
        {
            "key": key,
            "account": account.address,
            "uids": [each.sighting.uid for each in fetched],
            "ids": [external_id(each.raw) for each in fetched],
            "raws": [each.raw for each in fetched],
            "transports": [transport(each, account=account) for each in fetched],
            "moments": [each.sighting.arrived_at for each in fetched],
            "wholes": [each.is_whole for each in fetched],
            "done": account.after == "nothing",
        },
        binary=True,
    )

"""Fetching one mailbox: see, commit, and only then touch anything on the server."""

import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Final

from lyhord.channels.mail.fetching.account import Account, Sighting
from lyhord.channels.mail.fetching.diagnosis import trouble_of
from lyhord.channels.mail.fetching.line import Folder, ImapLine, open_line
from lyhord.channels.mail.fetching.pauses import pause_s
from lyhord.channels.mail.fetching.store import Claim, Store
from lyhord.channels.mail.fetching.tokens import Token, fetch_token
from lyhord.channels.mail.fetching.trouble import Trouble
from lyhord.core.sealing import seal

MOST_AT_ONCE: Final = 50
BYTES_OF_EACH: Final = 160 * 1024
FOLLOWED_UP_AT_ONCE: Final = 500
# servers may hang up on an IDLE of half an hour (RFC 2177), and many networks forget silent lines after ten minutes
IDLE_S: Final = 540.0
POLL_S: Final = 30.0
OTHERS_TURN_S: Final = 5.0
MOST_TRIES: Final = 3
# servers tell whole seconds of a clock of their own; rather a message too many than one too few
CLOCKS_DIFFER: Final = timedelta(minutes=10)

log = logging.getLogger(__name__)


class Fetcher:
    """Fetches one mailbox until stopped, and starts over after every trouble."""

    def __init__(self, *, key: int, store: Store, limit_bytes: int) -> None:
        self._key = key
        self._store = store
        self._limit_bytes = limit_bytes
        self._stop = Event()
        self._line: ImapLine | None = None
        self._token: Token | None = None
        self._failures = 0
        self._pace = MOST_AT_ONCE
        self._suspect, self._tries = 0, 0

    def run(self) -> None:
        """Work until `stop` is called; every trouble is noted with its words and waited out."""
        while not self._stop.is_set():
            try:
                self._take_turn()
            except Exception as error:  # noqa: BLE001 -- whatever a server says must not end the fetching
                self._note(error)
            finally:
                self._hang_up()

    def stop(self) -> None:
        """End soon, also while waiting for the server."""
        self._stop.set()
        line = self._line
        if line is not None:
            line.interrupt()

    def _take_turn(self) -> None:
        with self._store.claim(self._key) as claim:
            if claim is None:
                self._stop.wait(OTHERS_TURN_S)
                return
            account = self._store.account(self._key)
            self._store.turn_to(claim, "connecting")
            self._line = line = open_line(account, token=self._fresh_token(claim, account))
            self._stay(claim, self._opened(claim, account, line), line)

    def _stay(self, claim: Claim, account: Account, line: ImapLine) -> None:
        counted_at = float("-inf")
        while not self._stop.is_set():
            is_count = time.monotonic() - counted_at >= IDLE_S - 1
            if is_count:
                counted_at = time.monotonic()
                self._forgive(claim)
            account = self._look(claim, account, line, is_count=is_count)
            self._fetch_waiting(claim, account, line)
            self._store.succeed(claim, is_counted=is_count)
            self._failures = 0
            self._rest(line)

    def _forgive(self, claim: Claim) -> None:
        # straight after a failure the message that caused it would be met again
        if not self._failures:
            self._store.forgive(claim)

    def _rest(self, line: ImapLine) -> None:
        if self._stop.is_set():
            return
        if line.can_idle:
            line.wait_for_news(IDLE_S)
        else:
            self._stop.wait(POLL_S)

    def _opened(self, claim: Claim, account: Account, line: ImapLine) -> Account:
        folder = line.select()
        if folder.uid_validity == account.uid_validity:
            return account
        began_at = account.began_at or _beginning(account)
        earlier = [] if _starts_now(account) else self._earlier(account, line, folder, began_at)
        self._store.begin_series(
            claim,
            uid_validity=folder.uid_validity,
            began_at=began_at,
            first_uid=1 if account.start == "all" else folder.next_uid,
            latest_uid=folder.next_uid - 1,
            earlier=earlier,
        )
        return self._store.account(self._key)

    def _earlier(self, account: Account, line: ImapLine, folder: Folder, began_at: datetime) -> list[Sighting]:
        everything = account.start == "all"
        uids = line.uids_from(1) if everything else line.uids_since(began_at)
        sightings = line.look_at([uid for uid in uids if uid < folder.next_uid])
        return [each for each in sightings if everything or each.arrived_at >= began_at - CLOCKS_DIFFER]

    def _look(self, claim: Claim, account: Account, line: ImapLine, *, is_count: bool) -> Account:
        """Remember what is new on the server, and at a count what was passed over."""
        uids = line.uids_from(account.first_uid if is_count else account.latest_uid + 1)
        unseen = self._store.unseen(claim, uids) if uids else []
        sightings = line.look_at(unseen)
        for is_late in (True, False):
            these = [each for each in sightings if (each.uid <= account.latest_uid) == is_late]
            if these:
                self._store.see(claim, these, is_late=is_late)
        if not uids or uids[-1] <= account.latest_uid:
            return account
        self._store.reach(claim, uids[-1])
        return replace(account, latest_uid=uids[-1])

    def _fetch_waiting(self, claim: Claim, account: Account, line: ImapLine) -> None:
        self._follow_up(claim, line)
        while not self._stop.is_set():
            batch = _batch(self._store.waiting(claim, most=self._pace), most_bytes=BYTES_OF_EACH * self._pace)
            if not batch:
                return
            self._store.turn_to(claim, "fetching")
            try:
                self._take(claim, account, line, batch)
            except Trouble as trouble:
                self._slow_down(claim, batch, trouble)
                raise
            self._failures, self._pace = 0, min(MOST_AT_ONCE, self._pace * 2)
            self._follow_up(claim, line)

    def _slow_down(self, claim: Claim, batch: Sequence[Sighting], trouble: Trouble) -> None:
        """Ask for less at a time; a single message that fails again and again must not keep the others from coming."""
        self._pace = max(1, self._pace // 2)
        if len(batch) > 1:
            return
        self._tries = self._tries + 1 if self._suspect == batch[0].uid else 1
        self._suspect = batch[0].uid
        if self._tries >= MOST_TRIES and trouble.kind != "database":
            self._store.stumble(claim, [self._suspect], words=trouble.words)

    def _take(self, claim: Claim, account: Account, line: ImapLine, batch: Sequence[Sighting]) -> None:
        fetched = line.fetch(batch, limit_bytes=self._limit_bytes)
        if fetched:
            self._store.keep(claim, account, fetched)
        came = {each.sighting.uid for each in fetched}
        missing = [each.uid for each in batch if each.uid not in came]
        if missing:
            still_there = {each.uid for each in line.look_at(missing)}
            self._store.give_up(claim, [uid for uid in missing if uid not in still_there])
            self._store.stumble(claim, list(still_there), words="The server lists the message, but hands nothing out.")

    def _follow_up(self, claim: Claim, line: ImapLine) -> None:
        while uids := self._store.to_follow_up(claim, most=FOLLOWED_UP_AT_ONCE):
            line.follow_up(uids)
            self._store.followed_up(claim, uids)

    def _fresh_token(self, claim: Claim, account: Account) -> Token | None:
        who = account.credentials
        if who.auth == "password":
            return None
        if self._token is None or not self._token.is_fresh:
            self._token = fetch_token(who)
            if self._token.refresh_token and who.auth == "refresh_token":
                self._store.replace_secret(claim, sealed=seal(self._token.refresh_token))
        return self._token

    def _note(self, error: Exception) -> None:
        trouble = trouble_of(error)
        if self._stop.is_set():
            return
        self._failures += 1
        if trouble.kind == "wrong_password":
            self._token = None
        wait_s = pause_s(kind=trouble.kind, failures=self._failures)
        log.warning("Mailbox %s cannot be fetched, next attempt in %.0f s: %s", self._key, wait_s, trouble)
        try:
            self._store.fail(self._key, trouble, failures=self._failures, pause_s=wait_s)
        except Trouble:
            log.warning("The database is away.")
        self._stop.wait(wait_s)

    def _hang_up(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()


def _beginning(account: Account) -> datetime:
    now = datetime.now(UTC)
    return now - timedelta(days=account.start_days) if account.start == "days" else now


def _starts_now(account: Account) -> bool:
    return account.uid_validity is None and account.start == "new"


def _batch(waiting: Sequence[Sighting], *, most_bytes: int) -> list[Sighting]:
    batch: list[Sighting] = []
    size = 0
    for each in waiting:
        size += each.size_bytes
        if batch and size > most_bytes:
            break
        batch.append(each)
    return batch

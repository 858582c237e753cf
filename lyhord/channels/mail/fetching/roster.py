"""Who fetches what: one thread for every mailbox that is to be fetched, started and stopped as settings change."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from lyhord.channels.mail.fetching.store import Store
from lyhord.channels.mail.fetching.trouble import Trouble

if TYPE_CHECKING:
    from lyhord.channels.mail.fetching.fetcher import Fetcher

LOOK_S: Final = 2.0
STOP_DEADLINE_S: Final = 5.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Working:
    revision: int
    fetcher: "Fetcher"
    thread: Thread


class Roster:
    """Keeps one fetcher at work for each mailbox; a changed mailbox gets a new one."""

    def __init__(self, *, store: Store, limit_bytes: int) -> None:
        self._store = store
        self._limit_bytes = limit_bytes
        self._working: dict[int, _Working] = {}

    def run(self, stop: Event) -> None:
        """Look at the settings every other second until told to stop, then let all fetchers end."""
        while not stop.is_set():
            try:
                self._adjust(self._store.wanted())
            except Trouble as error:
                log.warning("It is unknown which mailboxes to fetch: %s", error)
            stop.wait(LOOK_S)
        self._end(list(self._working))

    def _adjust(self, wanted: dict[int, int]) -> None:
        self._end([key for key, at_work in self._working.items() if wanted.get(key) != at_work.revision])
        for key, revision in wanted.items():
            if key not in self._working:
                self._working[key] = self._start(key, revision)

    def _start(self, key: int, revision: int) -> _Working:
        # the library and the ciphers weigh ten megabytes, which installations without IMAP do without
        from lyhord.channels.mail.fetching.fetcher import Fetcher  # noqa: PLC0415

        fetcher = Fetcher(key=key, store=self._store, limit_bytes=self._limit_bytes)
        thread = Thread(target=fetcher.run, name=f"fetch-{key}", daemon=True)
        thread.start()
        return _Working(revision, fetcher, thread)

    def _end(self, keys: list[int]) -> None:
        for key in keys:
            self._working[key].fetcher.stop()
        for key in keys:
            self._working.pop(key).thread.join(STOP_DEADLINE_S)


@contextmanager
def fetching(*, database_url: str, limit_bytes: int) -> Iterator[None]:
    """Have mail fetched from all mailboxes inside the block."""
    logging.getLogger("imapclient").setLevel(logging.WARNING)
    store, stop = Store(database_url=database_url), Event()
    roster = Roster(store=store, limit_bytes=limit_bytes)
    thread = Thread(target=roster.run, args=(stop,), name="fetching")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        store.close()

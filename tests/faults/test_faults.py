"""Every part is killed at random moments while messages flow in and answers flow out; then everything is counted."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from lyhord.channels.tests.cutting import CuttingProxy, cutting_proxy
from lyhord.channels.tests.doors import free_port
from lyhord.channels.tests.dovecots import Dovecot, open_dovecot
from lyhord.channels.tests.relays import RelayStub, open_relay
from lyhord.core.config import embedded_url
from lyhord.core.tests.homes import open_home
from lyhord.core.tests.processes import Running, running
from tests.faults.customers import Customers
from tests.faults.parts import Killer

MESSAGES = int(os.environ.get("FAULT_MESSAGES", "150"))
SEED = int(os.environ.get("FAULT_SEED", "1"))
PER_S = 12
STANDSTILL_S = 120.0

pytestmark = pytest.mark.faults


def test_nothing_is_lost_and_nothing_is_sent_twice(capsys: pytest.CaptureFixture[str]) -> None:
    with (
        open_home() as home,
        open_relay() as relay,
        open_dovecot() as dovecot,
        cutting_proxy(target=dovecot.tls_port, least=5_000, most=15_000, seed=SEED) as proxy,
        program(home, relay, dovecot, proxy) as (desk, smtp_port),
    ):
        customers = Customers(port=smtp_port, dovecot=dovecot, count=MESSAGES, seconds=MESSAGES / PER_S)
        killer = Killer(supervisor=desk.child.pid, seed=SEED)
        with staff(home, "answer"):
            with customers, killer:
                wait_while_moving(lambda: not customers.are_sending(), lambda: len(customers.accepted))
            wait_while_moving(lambda: booked_in(home) == MESSAGES, lambda: booked_in(home))
            wait_while_moving(lambda: unsettled(home) == 0, lambda: unsettled(home))

        booked = Counter(dict(ask(home, ENVELOPES) or []))
        entries = Counter(dict(ask(home, ENTRIES) or []))
        replies = ask(home, REPLIES) or []
        fetched = dict(ask(home, FETCHED) or [])
        flags = dovecot.flags()
        sent = relay.counts()

    assert len(customers.accepted) == MESSAGES
    assert booked == Counter(customers.accepted), "every message that was taken is exactly one settled envelope"
    assert entries == Counter(customers.accepted), "and exactly one entry"
    assert fetched == {"kept": len(flags)}, "what the IMAP server has is what was fetched"
    assert all("Seen" in each for each in flags), "and all of it is marked"
    assert len(replies) == MESSAGES, "every case was answered"
    assert Counter(state for _id, _recipient, state in replies).keys() <= {"sent", "uncertain"}
    for message_id, recipient, state in replies:
        arrived = sent[message_id, recipient]
        assert arrived == 1 or (state == "uncertain" and arrived == 0), (message_id, state, arrived)
    assert not sent - Counter({(key, recipient): 1 for key, recipient, _state in replies})
    uncertain = sum(state == "uncertain" for _id, _recipient, state in replies)
    cut = f"{dict(killer.killed)} killed, {proxy.cuts} lines cut"
    with capsys.disabled():
        print(f"\n{MESSAGES} messages, {cut}, {uncertain} replies uncertain")  # noqa: T201


ENVELOPES = """
    SELECT substring(convert_from(raw, 'UTF8') FROM 'Message-ID: (<[^>]+>)'), count(*) FROM channels_envelope GROUP BY 1
"""
ENTRIES = "SELECT message_id, count(*) FROM cases_entry WHERE kind = 'message' AND direction = 'in' GROUP BY 1"
REPLIES = """
    SELECT entry.message_id, delivery.recipient, delivery.state
    FROM cases_delivery delivery JOIN cases_entry entry ON entry.id = delivery.entry_id
"""
BOOKED = "SELECT count(*) FROM channels_envelope"
FETCHED = "SELECT state, count(*) FROM channels_fetchedmessage WHERE is_followed_up GROUP BY 1"
UNSETTLED = """
    SELECT (SELECT count(*) FROM channels_envelope WHERE state NOT IN ('processed', 'held'))
         + (SELECT count(*) FROM channels_fetchedmessage WHERE state = 'waiting' OR NOT is_followed_up)
         + (SELECT count(*) FROM cases_case WHERE status = 0)
         + (SELECT count(*) FROM cases_delivery WHERE state IN ('queued', 'handing_over'))
"""


def wait_while_moving(is_done: Callable[[], bool], progress: Callable[[], object]) -> None:
    """Wait as long as something moves: how long it takes is the machine's business, standing still is a fault."""
    seen, expires = progress(), time.monotonic() + STANDSTILL_S
    while not is_done():
        if (now := progress()) != seen:
            seen, expires = now, time.monotonic() + STANDSTILL_S
        assert time.monotonic() < expires, f"nothing has moved since {seen}"
        time.sleep(0.2)


def booked_in(home: Path) -> int | None:
    """How many envelopes there are; None while the database is away."""
    found = ask(home, BOOKED)
    return found[0][0] if found else None


def unsettled(home: Path) -> int | None:
    """How much waits to be settled, answered or sent; None while the database is away."""
    found = ask(home, UNSETTLED)
    return found[0][0] if found else None


def ask(home: Path, query: str) -> list[Any] | None:
    """The answer of the database; None while it is away."""
    try:
        with psycopg.connect(embedded_url(home=home), connect_timeout=5) as connection:
            return connection.execute(query).fetchall()
    except psycopg.Error:
        return None


@contextmanager
def program(home: Path, relay: RelayStub, dovecot: Dovecot, proxy: CuttingProxy) -> Iterator[tuple[Running, int]]:
    smtp_port = free_port()
    with running(
        "serve",
        home=home,
        LYHORD_WEB_WORKERS="1",
        LYHORD_SMTP_PORT=str(smtp_port),
        LYHORD_RELAY=f"smtp://127.0.0.1:{relay.port}",
        LYHORD_REACH_PRIVATE_ADDRESSES="1",
        SSL_CERT_FILE=str(dovecot.certificate),
    ) as desk:
        with staff(home, "prepare", FAULT_IMAP_PORT=str(proxy.port)) as preparing:
            assert preparing.wait(60) == 0
        yield desk, smtp_port


@contextmanager
def staff(home: Path, verb: str, **variables: str) -> Iterator["subprocess.Popen[bytes]"]:
    environment = {**os.environ, "LYHORD_HOME": str(home), "DATABASE_URL": "", **variables}
    child = subprocess.Popen([sys.executable, "-m", "tests.faults.staff", verb], env=environment)
    try:
        yield child
    finally:
        child.kill()
        child.wait(10)

"""Mail is fetched from a real IMAP server: all of it, once, and nothing is touched there before it is safe here."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from typing import Any

import psycopg
import pytest
from django.db.models import Count
from django.test import Client
from django.utils import timezone

from lyhord.cases.tests.factories import make_agent
from lyhord.channels.intake.draining import drain
from lyhord.channels.mail.fetching.roster import Roster
from lyhord.channels.mail.fetching.store import Store
from lyhord.channels.models import Envelope, FetchedMailbox, FetchedMessage, Mailbox
from lyhord.channels.tests.cutting import cutting_proxy
from lyhord.channels.tests.doors import database_url, wait_until
from lyhord.channels.tests.dovecots import PASSWORD, Dovecot, open_dovecot
from lyhord.channels.tests.factories import arrive, make_mail, make_mailbox
from lyhord.core.config import config
from lyhord.core.sealing import seal, unseal

pytestmark = pytest.mark.django_db(transaction=True)

State = FetchedMessage.State
OURS = "kundservice@nordljus.example"


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    with open_dovecot() as server:
        yield server


@pytest.fixture(autouse=True)
def reachable(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Loopback is allowed, and the server's own certificate believed; folders are empty before and after."""
    monkeypatch.setenv("LYHORD_REACH_PRIVATE_ADDRESSES", "1")
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))
    config.cache_clear()
    dovecot.empty()
    yield
    monkeypatch.undo()
    config.cache_clear()


def make_fetched(dovecot: Dovecot, **facts: Any) -> FetchedMailbox:
    mailbox = Mailbox.objects.filter(address=OURS).first() or make_mailbox(address=OURS)
    given = {
        "mailbox": mailbox,
        "host": "localhost",
        "port": dovecot.tls_port,
        "user": "maja",
        "sealed_secret": seal(PASSWORD),
        "start": FetchedMailbox.Start.ALL,
    }
    return FetchedMailbox.objects.create(**(given | facts))


@contextmanager
def fetching(*, limit_bytes: int = 1_000_000) -> Iterator[None]:
    """Fetch in this process the way ``lyhord mail`` does."""
    stop, store = Event(), Store(database_url=database_url())
    thread = Thread(target=Roster(store=store, limit_bytes=limit_bytes).run, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(15)
        store.close()
        assert not thread.is_alive()


def numbered(count: int, *, text: str = "Hej! Paketet har inte kommit.") -> list[bytes]:
    return [
        make_mail(subject=f"Nummer {number}", text=text, message_id=f"<{number}@kund.example>").as_bytes()
        for number in range(count)
    ]


def is_listening(fetched: FetchedMailbox) -> bool:
    fetched.refresh_from_db()
    return fetched.phase == FetchedMailbox.Phase.LISTENING


def states(fetched: FetchedMailbox) -> Counter[str]:
    rows = fetched.messages.order_by().values_list("state").annotate(Count("pk"))
    return Counter(dict(rows))


def wait_for_envelopes(count: int, *, deadline_s: float = 15) -> None:
    wait_until(lambda: Envelope.objects.count() >= count, deadline_s=deadline_s)


def test_what_lies_in_the_folder_becomes_envelopes_and_then_cases(dovecot: Dovecot) -> None:
    fetched = make_fetched(dovecot)
    to = "kundservice+r1048@nordljus.example"
    raw = b"Return-Path: <retur@kund.example>\r\n" + make_mail(to=f"Nordljus <{to}>").as_bytes()
    dovecot.deliver(raw)

    with fetching():
        wait_until(lambda: is_listening(fetched))
    envelope = Envelope.objects.get()
    drain(Event())
    envelope.refresh_from_db()

    assert bytes(envelope.raw) == raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    assert (envelope.account, envelope.transport["protocol"]) == (OURS, "imap")
    assert envelope.transport["sender"] == "retur@kund.example"
    assert envelope.transport["recipients"] == [to]
    assert envelope.state == Envelope.State.PROCESSED
    assert envelope.entry is not None


def test_what_arrives_while_listening_is_here_within_two_seconds(dovecot: Dovecot) -> None:
    fetched = make_fetched(dovecot)

    with fetching():
        wait_until(lambda: is_listening(fetched))
        took_s = []
        for number, raw in enumerate(numbered(5), start=1):
            dovecot.deliver(raw)
            began = time.monotonic()
            wait_for_envelopes(number, deadline_s=2)
            took_s.append(time.monotonic() - began)
            wait_until(lambda: is_listening(fetched))

    assert max(took_s) < 2


def test_nothing_is_touched_on_the_server_before_it_is_committed(dovecot: Dovecot) -> None:
    fetched = make_fetched(dovecot, after=FetchedMailbox.After.SEEN)
    dovecot.deliver(*numbered(3))

    with psycopg.connect(database_url()) as other:
        other.execute("LOCK TABLE channels_envelope IN SHARE MODE")
        with fetching():
            wait_until(lambda: states(fetched)[State.WAITING] == 3)
            wait_until(lambda: bool(blocked_fetchers()))
            assert all("Seen" not in flags for flags in dovecot.flags())
            other.rollback()
            wait_until(lambda: all("Seen" in flags for flags in dovecot.flags()))

    assert Envelope.objects.count() == 3


def test_a_mailbox_that_is_only_read_keeps_its_flags(dovecot: Dovecot) -> None:
    fetched = make_fetched(dovecot, after=FetchedMailbox.After.NOTHING)
    dovecot.deliver(*numbered(2))

    with fetching():
        wait_until(lambda: is_listening(fetched))

    assert Envelope.objects.count() == 2
    assert all("Seen" not in flags for flags in dovecot.flags())


def test_committed_mail_is_moved_to_a_folder_that_is_made_for_it(dovecot: Dovecot) -> None:
    fetched = make_fetched(dovecot, after=FetchedMailbox.After.MOVE, move_to="Hämtat")
    dovecot.deliver(*numbered(3))

    with fetching():
        wait_until(lambda: is_listening(fetched))

    assert (dovecot.count(), dovecot.count(folder="H&AOQ-mtat")) == (0, 3)
    assert states(fetched) == {State.KEPT: 3}


def test_the_start_decides_how_much_history_comes_along(dovecot: Dovecot) -> None:
    old, recent, new = numbered(3)
    dovecot.deliver(old, when=time.time() - 30 * 86400)
    dovecot.deliver(recent, when=time.time() - 2 * 86400)
    since_now = make_fetched(dovecot, start=FetchedMailbox.Start.NEW)

    with fetching():
        wait_until(lambda: is_listening(since_now))
        dovecot.deliver(new)
        wait_for_envelopes(1)
    subjects_of_new = subjects()
    since_now.delete()
    week = make_fetched(dovecot, start=FetchedMailbox.Start.DAYS, start_days=7)
    with fetching():
        wait_until(lambda: is_listening(week))

    assert subjects_of_new == {"Nummer 2"}
    assert subjects() == {"Nummer 1", "Nummer 2"}


def test_it_arrived_when_the_server_got_it(dovecot: Dovecot) -> None:
    fetched = make_fetched(dovecot)
    dovecot.deliver(*numbered(1), when=time.time() - 3600)

    with fetching():
        wait_until(lambda: is_listening(fetched))

    waited = timezone.now() - Envelope.objects.get().received_at
    assert timedelta(minutes=59) < waited < timedelta(minutes=61)


def test_new_numbers_on_the_server_neither_lose_nor_repeat(dovecot: Dovecot) -> None:
    fetched = make_fetched(dovecot, start=FetchedMailbox.Start.NEW)
    dovecot.deliver(make_mail(subject="Före vår tid").as_bytes(), when=time.time() - 86400)
    with fetching():
        wait_until(lambda: is_listening(fetched))
        dovecot.deliver(*numbered(4))
        wait_for_envelopes(4)

    more = numbered(6)[4:]
    dovecot.deliver(*more)
    dovecot.renumber()
    with fetching():
        wait_for_envelopes(6)
        wait_until(lambda: is_listening(fetched))

    fetched.refresh_from_db()
    assert (fetched.series, fetched.uid_validity) == (2, 1234567890)
    assert Envelope.objects.count() == 6
    assert "Före vår tid" not in subjects()
    assert states(fetched) == {State.KEPT: 6, State.KNOWN: 4}


def test_the_same_message_by_smtp_and_imap_is_one_entry(dovecot: Dovecot) -> None:
    fetched = make_fetched(dovecot)
    mail = make_mail()
    arrive(mail)
    dovecot.deliver(b"Received: from mx.nordljus.example\r\n" + mail.as_bytes())

    with fetching():
        wait_until(lambda: is_listening(fetched))
    drain(Event())

    first, second = Envelope.objects.order_by("settled_at")
    assert first.entry == second.entry
    assert second.reason == "duplicate"


def test_five_hundred_messages_come_once_each_although_connections_are_cut(dovecot: Dovecot) -> None:
    dovecot.deliver(*numbered(500, text="Hej! Paketet har inte kommit.\n" * 20))

    with cutting_proxy(target=dovecot.tls_port, least=6_000, most=150_000) as proxy:
        fetched = make_fetched(dovecot, port=proxy.port)
        with fetching():
            wait_for_envelopes(500, deadline_s=60)
            wait_until(lambda: states(fetched) == {State.KEPT: 500})

    assert proxy.cuts >= 5
    assert Envelope.objects.count() == 500
    assert len(subjects()) == 500


def test_a_connection_cut_while_listening_is_made_anew(dovecot: Dovecot) -> None:
    with cutting_proxy(target=dovecot.tls_port, is_whole=True) as proxy:
        fetched = make_fetched(dovecot, port=proxy.port)
        with fetching():
            wait_until(lambda: is_listening(fetched))
            proxy.cut_all()
            dovecot.deliver(*numbered(1))
            wait_for_envelopes(1)
            wait_until(lambda: is_listening(fetched))

    assert fetched.trouble == ""


def test_a_database_that_goes_away_in_between_repeats_nothing(dovecot: Dovecot) -> None:
    fetched = make_fetched(dovecot)
    dovecot.deliver(*numbered(120))

    with fetching():
        wait_until(lambda: Envelope.objects.count() >= 50)
        end_connections_of_the_fetcher()
        wait_until(lambda: states(fetched) == {State.KEPT: 120})

    assert Envelope.objects.count() == 120


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"sealed_secret": "fel"}, "wrong_password"),
        ({"host": "finns-inte.invalid"}, "no_such_host"),
        ({"port": 1}, "unreachable"),
        ({"folder": "Saknas"}, "folder_missing"),
        ({"tls": "starttls", "port": "starttls"}, ""),
        ({"tls": "implicit", "port": "starttls"}, "tls"),
    ],
)
def test_trouble_is_told_as_what_it_is(dovecot: Dovecot, facts: dict[str, Any], kind: str) -> None:
    if facts.get("port") == "starttls":
        facts = {**facts, "port": dovecot.port}
    if facts.get("sealed_secret"):
        facts = {**facts, "sealed_secret": seal("fel")}
    fetched = make_fetched(dovecot, **facts)

    with fetching():
        wait_until(lambda: is_listening(fetched) or bool(fetched.trouble))

    assert fetched.trouble == kind
    if kind:
        assert fetched.next_attempt_at is not None
        assert fetched.troubled_since is not None


def test_a_certificate_nobody_vouches_for_is_not_believed(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    fetched = make_fetched(dovecot)

    with fetching():
        wait_until(lambda: is_listening(fetched) or bool(fetched.trouble))

    assert fetched.trouble == "certificate"


def test_private_addresses_are_left_alone_unless_allowed(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LYHORD_REACH_PRIVATE_ADDRESSES")
    config.cache_clear()
    fetched = make_fetched(dovecot)

    with fetching():
        wait_until(lambda: is_listening(fetched) or bool(fetched.trouble))

    assert fetched.trouble == "forbidden_address"


def test_a_token_is_fetched_and_its_successor_kept(dovecot: Dovecot) -> None:
    fetched = make_fetched(
        dovecot,
        auth=FetchedMailbox.Auth.REFRESH_TOKEN,
        sealed_secret=seal("fresh-1"),
        token_url=f"http://127.0.0.1:{dovecot.token_port}/token",
        client_id="lyhord",
    )
    dovecot.deliver(*numbered(1))

    with fetching():
        wait_until(lambda: is_listening(fetched) or bool(fetched.trouble))

    assert (fetched.trouble, fetched.trouble_words) == ("", "")
    assert Envelope.objects.count() == 1
    assert unsealed(fetched) == "fresh-2"


def test_a_revoked_token_is_told_in_the_servers_words(dovecot: Dovecot) -> None:
    dovecot.refused_tokens.add("revoked")
    fetched = make_fetched(
        dovecot,
        auth=FetchedMailbox.Auth.REFRESH_TOKEN,
        sealed_secret=seal("revoked"),
        token_url=f"http://127.0.0.1:{dovecot.token_port}/token",
    )

    with fetching():
        wait_until(lambda: bool(fetched.trouble) or is_listening(fetched))

    assert fetched.trouble == "token_refused"
    assert "The token was revoked." in fetched.trouble_words


def test_two_processes_fetch_a_mailbox_one_at_a_time(dovecot: Dovecot) -> None:
    fetched = make_fetched(dovecot)

    with fetching():
        wait_until(lambda: is_listening(fetched))
        with fetching():
            dovecot.deliver(*numbered(20))
            wait_until(lambda: states(fetched) == {State.KEPT: 20})

    assert Envelope.objects.count() == 20


def test_a_message_that_was_passed_over_is_found_at_the_next_count(dovecot: Dovecot) -> None:
    fetched = make_fetched(dovecot)
    dovecot.deliver(*numbered(3))
    with fetching():
        wait_until(lambda: is_listening(fetched))
    lost = fetched.messages.order_by("uid")[1]
    Envelope.objects.filter(fetched=lost).delete()
    lost.delete()

    with fetching():
        wait_for_envelopes(3)
        wait_until(lambda: is_listening(fetched))

    assert fetched.messages.get(is_late=True).uid == lost.uid


def test_a_message_above_the_limit_is_held_and_left_on_the_server(dovecot: Dovecot) -> None:
    fetched = make_fetched(dovecot, after=FetchedMailbox.After.MOVE, move_to="Klart")
    dovecot.deliver(*numbered(1, text="x" * 900 + "\n" * 40_000), *numbered(1))

    with fetching(limit_bytes=30_000):
        wait_until(lambda: is_listening(fetched))

    held = Envelope.objects.get(state=Envelope.State.HELD)
    assert held.reason == "too_large"
    assert (dovecot.count(), dovecot.count(folder="Klart")) == (1, 1)


def test_the_connection_is_tried_from_its_page_and_told_in_plain_words(dovecot: Dovecot, client: Client) -> None:
    mailbox = make_mailbox(address=OURS)
    client.force_login(make_agent(role="administrator"), backend="django.contrib.auth.backends.ModelBackend")
    url = f"/settings/mailboxes/{mailbox.pk}/fetching/"
    filled = {
        "host": "localhost",
        "port": dovecot.tls_port,
        "tls": "implicit",
        "user": "maja",
        "auth": "password",
        "folder": "INBOX",
        "after": "seen",
        "start": "new",
        "start_days": 7,
        "is_active": "on",
    }
    dovecot.deliver(*numbered(2))

    wrong = client.post(url, {**filled, "secret": "fel", "try": "1"}).content.decode()
    right = client.post(url, {**filled, "secret": PASSWORD, "try": "1"}).content.decode()
    empty = client.post(url, filled)
    saved = client.post(url, {**filled, "secret": PASSWORD})

    assert "Servern godtar inte användarnamnet och lösenordet." in wrong
    assert "Authentication failed" in wrong
    assert "Mappen innehåller 2 meddelanden." in right
    assert PASSWORD not in right
    assert (empty.status_code, saved.status_code) == (422, 302)
    fetched = FetchedMailbox.objects.get()
    assert PASSWORD not in fetched.sealed_secret
    assert unsealed(fetched) == PASSWORD


def subjects() -> set[str]:
    with_subject = (bytes(each.raw).decode().partition("\r\n\r\n")[0].splitlines() for each in Envelope.objects.all())
    return {line[9:] for lines in with_subject for line in lines if line.startswith("Subject: ")}


def unsealed(fetched: FetchedMailbox) -> str:
    fetched.refresh_from_db()
    return unseal(fetched.sealed_secret)


def blocked_fetchers() -> int:
    with psycopg.connect(database_url()) as line:
        row = line.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'lyhord fetching'"
            " AND wait_event_type = 'Lock' AND datname = current_database()"
        ).fetchone()
    return int(row[0]) if row else 0


def end_connections_of_the_fetcher() -> None:
    with psycopg.connect(database_url(), autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'lyhord fetching' AND datname = current_database()"
        )

"""Answers leave by a real Postfix with STARTTLS and a password, and are read where they arrive."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from threading import Event
from typing import Any

import dkim
import pytest
from django.test import Client
from django.utils import timezone

from lyhord.cases.actions.reply_to_case import reply_to_case
from lyhord.cases.models import Case, Delivery, Entry
from lyhord.cases.tests.factories import make_agent
from lyhord.channels.actions.sign_mail_of import sign_mail_of
from lyhord.channels.models import MailAlarm, MailboxRelay
from lyhord.channels.outbox.dispatching import Outbox
from lyhord.channels.outbox.signing import dns_record, make_key
from lyhord.channels.tests.doors import wait_until
from lyhord.channels.tests.dovecots import PASSWORD, Dovecot, open_dovecot
from lyhord.channels.tests.factories import entry_of, make_mail, make_mailbox, make_queue, take_in
from lyhord.channels.tests.postfixes import DOVECOT_PART, Postfix, open_postfix
from lyhord.core.actions import SYSTEM
from lyhord.core.config import config
from lyhord.core.sealing import seal

pytestmark = pytest.mark.django_db(transaction=True)

State = Delivery.State
LOGIN = "maja"


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    with open_dovecot(more=DOVECOT_PART) as server:
        yield server


@pytest.fixture(scope="module")
def postfix(dovecot: Dovecot) -> Iterator[Postfix]:
    with open_postfix(dovecot) as server:
        yield server


@pytest.fixture(autouse=True)
def reachable(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LYHORD_REACH_PRIVATE_ADDRESSES", "1")
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))
    config.cache_clear()
    dovecot.empty()
    yield
    monkeypatch.undo()
    config.cache_clear()


@pytest.fixture
def case() -> Case:
    make_mailbox()
    return entry_of(take_in(make_mail(message_id="<1@kund.example>"))).case


def give_relay(case: Case, postfix: Postfix, **facts: Any) -> MailboxRelay:
    given = {"host": "localhost", "port": postfix.port, "user": LOGIN, "sealed_password": seal(PASSWORD)}
    return MailboxRelay.objects.create(mailbox=case.queue.mailboxes.get(), **(given | facts))


def answer(case: Case, to: str = "maja@kund.example") -> Entry:
    return reply_to_case(
        case=case,
        html="<p>Paketet är framme på tisdag.</p>",
        recipients={"to": [to]},
        by=make_agent(role="administrator"),
        at=timezone.now() - timedelta(seconds=11),
    )


def send_due() -> None:
    outbox = Outbox(line=None, stop=Event())
    outbox.send_due()
    outbox.close()


def state_of(entry: Entry) -> tuple[str, str]:
    delivery = entry.deliveries.get()
    return delivery.state, delivery.response


def received(dovecot: Dovecot) -> bytes:
    wait_until(lambda: dovecot.count() == 1)
    client = dovecot.sign_in()
    client.select()
    _, found = client.fetch("1", "(BODY.PEEK[])")
    client.logout()
    assert isinstance(found[0], tuple)
    raw: bytes = found[0][1]
    return raw


def test_an_answer_arrives_by_the_mailboxs_own_server(dovecot: Dovecot, postfix: Postfix, case: Case) -> None:
    give_relay(case, postfix)

    entry = answer(case)
    send_due()

    mail = message_from_bytes(received(dovecot), policy=policy.default)
    state, words = state_of(entry)
    entry.refresh_from_db()
    assert (state, words[:4]) == (State.SENT, "250 ")
    assert mail["Message-ID"] == entry.message_id
    assert mail["In-Reply-To"] == "<1@kund.example>"
    assert "ESMTPSA" in str(mail.get_all("Received"))


def test_greylisting_is_waited_out(dovecot: Dovecot, postfix: Postfix, case: Case) -> None:
    give_relay(case, postfix)
    postfix.set_grey("maja@kund.example")
    entry = answer(case)

    send_due()
    first = state_of(entry)
    postfix.set_grey()
    Delivery.objects.update(due_at=timezone.now())
    send_due()

    assert first[0] == State.QUEUED
    assert "450 4.2.0" in first[1]
    assert "Greylisted" in first[1]
    assert state_of(entry)[0] == State.SENT
    assert received(dovecot)


def test_an_unknown_recipient_fails_at_once_in_the_servers_words(postfix: Postfix, case: Case) -> None:
    give_relay(case, postfix)

    entry = answer(case, "ingen@kund.example")
    send_due()

    state, words = state_of(entry)
    assert state == State.FAILED
    assert "User unknown" in words


def test_nothing_leaves_without_encryption_where_it_is_required(postfix: Postfix, case: Case) -> None:
    give_relay(case, postfix, port=postfix.plain_port, user="", sealed_password="")

    entry = answer(case)
    send_due()

    assert state_of(entry)[0] == State.QUEUED
    assert "no encryption" in state_of(entry)[1]


def test_a_wrong_password_is_told_and_waits_for_a_person(postfix: Postfix, case: Case, client: Client) -> None:
    relay = give_relay(case, postfix, sealed_password=seal("fel"))
    entry = answer(case)
    client.force_login(make_agent(role="administrator"), backend="django.contrib.auth.backends.ModelBackend")

    send_due()
    page = client.get("/ledger/").content.decode()
    before = MailAlarm.objects.filter(settled_at=None).count()
    relay.sealed_password = seal(PASSWORD)
    relay.save()
    Delivery.objects.update(due_at=timezone.now())
    send_due()

    assert before == 1
    assert "535 5.7.8" in page
    assert state_of(entry)[0] == State.SENT
    assert not MailAlarm.objects.filter(settled_at=None).exists()


def test_a_server_that_is_away_keeps_no_other_mailbox_waiting(postfix: Postfix, case: Case) -> None:
    give_relay(case, postfix, port=1)
    other = make_mailbox(address="lager@nordljus.example", queue=make_queue(name="Lager"))
    MailboxRelay.objects.create(
        mailbox=other, host="localhost", port=postfix.port, user=LOGIN, sealed_password=seal(PASSWORD)
    )
    mail = make_mail(to=other.address, sender="lager@kund.example", message_id="<2@kund.example>")
    second = entry_of(take_in(mail, account=other.address, recipients=(other.address,), sender="lager@kund.example"))

    waiting, leaving = answer(case), answer(second.case, "lager@kund.example")
    send_due()

    assert (state_of(waiting)[0], state_of(leaving)[0]) == (State.QUEUED, State.SENT)


@pytest.mark.parametrize("is_file", [False, True])
def test_the_signature_holds_for_the_bytes_that_arrive(
    *, dovecot: Dovecot, postfix: Postfix, case: Case, is_file: bool, tmp_path: Path
) -> None:
    give_relay(case, postfix)
    file = tmp_path / "nordljus.pem"
    file.write_text(make_key())
    key = sign_mail_of(domain="nordljus.example", selector="l1", key_file=str(file) if is_file else "", by=SYSTEM)
    name, record = dns_record(key)

    answer(case)
    send_due()
    raw = received(dovecot)

    published = {f"{name}.".encode(): record.encode()}

    def look_up(asked: bytes, **_: Any) -> bytes | None:
        return published.get(asked)

    assert name == "l1._domainkey.nordljus.example"
    assert dkim.verify(raw, dnsfunc=look_up)
    assert not dkim.verify(raw.replace(b"tisdag", b"fredag"), dnsfunc=look_up)


def test_a_key_that_is_gone_lets_mail_wait(postfix: Postfix, case: Case, tmp_path: Path) -> None:
    give_relay(case, postfix)
    file = tmp_path / "nordljus.pem"
    file.write_text(make_key())
    sign_mail_of(domain="nordljus.example", selector="l1", key_file=str(file), by=SYSTEM)
    file.unlink()

    entry = answer(case)
    send_due()

    assert state_of(entry)[0] == State.QUEUED
    assert "DKIM" in state_of(entry)[1]
    assert MailAlarm.objects.get(settled_at=None).kind == MailAlarm.Kind.RELAY


def test_server_and_signing_are_set_on_their_page(postfix: Postfix, case: Case, client: Client) -> None:
    client.force_login(make_agent(role="administrator"), backend="django.contrib.auth.backends.ModelBackend")
    mailbox = case.queue.mailboxes.get()
    url = f"/settings/mailboxes/{mailbox.pk}/"

    relay = {"host": "localhost", "port": postfix.port, "tls": "starttls", "user": LOGIN, "password": "hemligt"}
    saved = client.post(f"{url}sending/", relay)
    unsafe = client.post(f"{url}sending/", {**relay, "tls": "when_offered"})
    client.post(f"{url}signing/", {"selector": "l1"})
    page = client.get(f"{url}sending/").content.decode()

    assert (saved.status_code, unsafe.status_code) == (302, 422)
    assert "hemligt" not in page
    assert "hemligt" not in MailboxRelay.objects.get().sealed_password
    assert "v=DKIM1; k=rsa; p=" in page
    assert "l1._domainkey.nordljus.example" in page
    assert "<c-" not in page


def is_sent(entry: Entry) -> bool:
    return state_of(entry)[0] == State.SENT

"""Whoever opens a case by mail is told so once; machines never are."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Event

import pytest
from django.utils import timezone

from lyhord.cases.actions.save_acknowledgement import save_acknowledgement
from lyhord.cases.models import Case, Delivery, Entry, Queue
from lyhord.cases.tests.factories import make_agent
from lyhord.cases.tests.test_inbox_page import page
from lyhord.channels.mail.relay import RelayLine
from lyhord.channels.mail.signing import message_ids
from lyhord.channels.outbox.dispatching import Outbox
from lyhord.channels.tests.factories import entry_of, make_mail, make_mailbox, make_queue, take_in
from lyhord.channels.tests.relays import RelayStub, open_relay
from lyhord.core.actions import SYSTEM

BODY = "Ditt ärende är {{ case.number }}. Vi svarar {{ answer.within }}. Öppet: {{ queue.opening_hours }}."


@pytest.fixture
def queue(db: None) -> Queue:
    queue = make_queue(response_time_min=480)
    make_mailbox(queue=queue)
    save_acknowledgement(queue=queue, language="sv", body=BODY, opening_hours="vardagar 8–18", by=SYSTEM)
    return queue


@pytest.fixture
def stub() -> Iterator[RelayStub]:
    with open_relay() as stub:
        yield stub


@pytest.fixture
def outbox(stub: RelayStub) -> Iterator[Outbox]:
    outbox = Outbox(line=RelayLine(relay=stub.relay, hostname="desk.example"), stop=Event())
    yield outbox
    outbox.close()


def told(case: Case) -> list[Entry]:
    return list(case.entries.filter(direction=Entry.Direction.OUT, is_auto=True))


@pytest.mark.django_db(transaction=True)
def test_a_new_case_is_acknowledged_by_mail_that_no_machine_answers(
    queue: Queue, stub: RelayStub, outbox: Outbox
) -> None:
    case = entry_of(take_in(make_mail(message_id="<1@kund.example>"))).case

    outbox.send_due()

    ((_sender, recipient, mail),) = stub.arrived
    assert recipient == "maja@kund.example"
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["X-Lyhord-Loop"] == "nordljus.example"
    assert mail["In-Reply-To"] == "<1@kund.example>"
    assert message_ids().read(mail["Message-ID"]) == case.number
    body = mail.get_body(("plain",))
    assert body is not None
    assert f"Ditt ärende är {case}. Vi svarar inom 8 timmar. Öppet: vardagar 8–18." in body.get_content()


@pytest.mark.django_db(transaction=True)
def test_the_answer_to_an_acknowledgement_stays_in_its_case(queue: Queue, stub: RelayStub, outbox: Outbox) -> None:
    case = entry_of(take_in(make_mail())).case
    outbox.send_due()
    said = str(stub.arrived[0][2]["Message-ID"])

    answer = take_in(make_mail(subject="Tack!", headers={"In-Reply-To": said}))

    assert entry_of(answer).case == case
    assert len(told(case)) == 1


@pytest.mark.django_db(transaction=True)
def test_an_acknowledgement_that_comes_back_by_forwarding_is_refused(
    queue: Queue, stub: RelayStub, outbox: Outbox
) -> None:
    take_in(make_mail())
    outbox.send_due()

    back = take_in(stub.arrived[0][2].as_bytes(), sender="maja@kund.example")

    assert (back.state, back.reason) == ("refused", "loop")


def test_it_is_no_first_reply_and_the_clock_runs_on(queue: Queue) -> None:
    case = entry_of(take_in(make_mail())).case

    case.refresh_from_db()
    assert case.first_reply_at is None
    assert case.reply_due_at == case.created_at + timedelta(minutes=480)
    assert case.status == Case.Status.NEW


def test_the_agent_sees_it_as_automatic_with_its_delivery(queue: Queue) -> None:
    case = entry_of(take_in(make_mail())).case

    shown = page(make_agent(role="administrator"), f"/cases/{case}/")

    assert "Skickades automatiskt" in shown
    assert Delivery.objects.get(entry__case=case).recipient == "maja@kund.example"


@pytest.mark.parametrize(
    ("sender", "headers"),
    [
        ("maja@kund.example", {"Auto-Submitted": "auto-replied"}),
        ("maja@kund.example", {"List-Id": "<nytt.kund.example>"}),
        ("maja@kund.example", {"Precedence": "bulk"}),
        ("no-reply@kund.example", {}),
        ("orders-noreply@kund.example", {}),
        ("mailer-daemon@kund.example", {}),
        ("newsletter@kund.example", {}),
    ],
)
def test_machines_are_never_answered(queue: Queue, sender: str, headers: dict[str, str]) -> None:
    take_in(make_mail(sender=sender, headers=headers), sender=sender)

    assert not Entry.objects.filter(direction=Entry.Direction.OUT).exists()


def test_what_a_colleague_forwards_is_not_acknowledged(queue: Queue) -> None:
    elsa = make_agent()
    text = "Från: Petter Öberg <petter@norrvik.example>\nÄmne: Trasig lampa\n\nDen kom sönder."

    take_in(make_mail(sender=elsa.email, subject="VB: Trasig lampa", text=text))

    assert not Entry.objects.filter(direction=Entry.Direction.OUT).exists()


def test_a_sender_is_told_once_an_hour(queue: Queue) -> None:
    first, second = (entry_of(take_in(make_mail(subject=f"Fråga {number}"))).case for number in (1, 2))
    Entry.objects.filter(is_auto=True).update(created_at=timezone.now() - timedelta(minutes=61))
    third = entry_of(take_in(make_mail(subject="Fråga 3"))).case

    assert [len(told(case)) for case in (first, second, third)] == [1, 0, 1]


def test_a_domain_that_changes_its_address_each_time_is_told_twenty_times_an_hour(queue: Queue) -> None:
    for number in range(22):
        take_in(make_mail(sender=f"robot{number}@slinga.example"), sender=f"robot{number}@slinga.example")

    assert Entry.objects.filter(direction=Entry.Direction.OUT).count() == 20


def test_a_queue_without_a_text_is_silent(queue: Queue) -> None:
    make_mailbox(address="retur@nordljus.example", queue=make_queue(name="Retur"))

    take_in(make_mail(to="retur@nordljus.example"), account="retur@nordljus.example")

    assert not Entry.objects.filter(direction=Entry.Direction.OUT).exists()


def test_the_customers_language_is_spoken_where_the_queue_has_it(queue: Queue) -> None:
    save_acknowledgement(queue=queue, language="en", body="We answer {{ answer.within }}.", by=SYSTEM)

    english = "Hello, my parcel has not arrived yet. Could you please tell me where it is and when it will come?"
    case = entry_of(take_in(make_mail(subject="Where is my order?", text=english))).case

    assert [entry.reply_text for entry in told(case)] == ["We answer within 8 hours."]


def test_who_declines_automatic_answers_gets_none(queue: Queue) -> None:
    take_in(make_mail(headers={"X-Auto-Response-Suppress": "DR, OOF, AutoReply"}))
    take_in(make_mail(sender="form@kund.example", subject="Formulär"), sender="")

    assert Case.objects.count() == 2
    assert not Entry.objects.filter(direction=Entry.Direction.OUT).exists()

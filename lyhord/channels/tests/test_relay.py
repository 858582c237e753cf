"""Replies leave once, or visibly not."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Event
from typing import Any

import psycopg
import pytest
from django.utils import timezone

from lyhord.cases.actions.reply_to_case import reply_to_case
from lyhord.cases.models import Case, Delivery, Entry
from lyhord.cases.tests.factories import make_agent
from lyhord.channels.mail.relay import RelayLine
from lyhord.channels.mail.signing import bounce_addresses, message_ids
from lyhord.channels.models import SunkMail
from lyhord.channels.outbox.dispatching import Outbox
from lyhord.channels.tests.doors import database_url, wait_until
from lyhord.channels.tests.factories import entry_of, make_mail, make_mailbox, take_in
from lyhord.channels.tests.relays import RelayStub, open_relay
from lyhord.people.models import Agent

pytestmark = pytest.mark.django_db(transaction=True)

State = Delivery.State


@pytest.fixture
def stub() -> Iterator[RelayStub]:
    with open_relay() as stub:
        yield stub


@pytest.fixture
def outbox(stub: RelayStub) -> Iterator[Outbox]:
    outbox = Outbox(line=RelayLine(relay=stub.relay, hostname="desk.example"), stop=Event())
    yield outbox
    outbox.close()


@pytest.fixture
def elsa() -> Agent:
    return make_agent(role="administrator")


@pytest.fixture
def case() -> Case:
    make_mailbox()
    mail = make_mail(message_id="<1@kund.example>", headers={"References": "<0@kund.example>"})
    return entry_of(take_in(mail)).case


def answer(case: Case, elsa: Agent, *to: str, **facts: Any) -> Entry:
    recipients = {"to": list(to) or ["maja@kund.example"], **facts.pop("others", {})}
    at = timezone.now() - timedelta(seconds=11)
    return reply_to_case(case=case, html="<p>Den kommer i dag.</p>", recipients=recipients, by=elsa, at=at, **facts)


def states(entry: Entry) -> list[str]:
    return list(entry.deliveries.order_by("pk").values_list("state", flat=True))


def test_a_reply_arrives_in_the_customers_thread(case: Case, elsa: Agent, stub: RelayStub, outbox: Outbox) -> None:
    entry = answer(case, elsa)

    outbox.send_due()

    (sender, recipient, mail) = stub.arrived[0]
    delivery = entry.deliveries.get()
    entry.refresh_from_db()
    assert (delivery.state, delivery.response) == (State.SENT, "250 2.0.0 taken as 4711")
    assert recipient == "maja@kund.example"
    assert bounce_addresses().read(sender) == delivery.pk
    assert mail["Subject"] == f"Re: Var är min order? [{case}]"
    assert mail["From"] == "Nordljus kundservice <kundservice@nordljus.example>"
    assert mail["In-Reply-To"] == "<1@kund.example>"
    assert mail["References"].split()[-1] == "<1@kund.example>"
    assert mail["Message-ID"] == entry.message_id
    assert message_ids().read(entry.message_id) == case.number
    assert message_ids().read_address(mail["Reply-To"].addresses[0].addr_spec) == case.number
    body = mail.get_body(("plain",))
    assert body is not None
    assert "Den kommer i dag." in body.get_content()


def test_each_recipient_gets_a_copy_of_the_same_message(
    case: Case, elsa: Agent, stub: RelayStub, outbox: Outbox
) -> None:
    answer(case, elsa, others={"cc": ["bror@annan.example"], "bcc": ["chef@annan.example"]})

    outbox.send_due()

    assert sorted(recipient for _, recipient, _ in stub.arrived) == [
        "bror@annan.example",
        "chef@annan.example",
        "maja@kund.example",
    ]
    assert len({mail.as_bytes() for _, _, mail in stub.arrived}) == 1
    assert "chef@annan.example" not in stub.arrived[0][2].as_string()


def test_a_reply_that_can_be_undone_waits(case: Case, elsa: Agent, stub: RelayStub, outbox: Outbox) -> None:
    entry = answer(case, elsa, due_at=timezone.now() + timedelta(seconds=5))

    outbox.send_due()

    assert states(entry) == [State.QUEUED]
    assert stub.arrived == []


def test_a_temporary_refusal_is_tried_again_later(case: Case, elsa: Agent, stub: RelayStub, outbox: Outbox) -> None:
    stub.rcpt_answers["maja@kund.example"] = "450 4.2.0 greylisted"
    entry = answer(case, elsa)

    outbox.send_due()
    delivery = entry.deliveries.get()
    stub.rcpt_answers.clear()
    Delivery.objects.update(due_at=timezone.now())
    outbox.send_due()

    assert (delivery.state, delivery.response, delivery.attempts) == (State.QUEUED, "450 4.2.0 greylisted", 1)
    assert timedelta(seconds=50) < delivery.due_at - timezone.now() < timedelta(seconds=61)
    assert states(entry) == [State.SENT]


def test_patience_ends_after_two_days(case: Case, elsa: Agent, stub: RelayStub, outbox: Outbox) -> None:
    stub.dot_answers = ["451 4.3.0 come back"]
    entry = answer(case, elsa)
    Delivery.objects.update(created_at=timezone.now() - timedelta(hours=47, minutes=59, seconds=30))

    outbox.send_due()

    assert states(entry) == [State.FAILED]


def test_a_permanent_refusal_fails_at_once_with_the_servers_words(
    case: Case, elsa: Agent, stub: RelayStub, outbox: Outbox
) -> None:
    stub.rcpt_answers["maja@kund.example"] = "550 5.1.1 unknown"
    entry = answer(case, elsa, "maja@kund.example", "bror@annan.example")

    outbox.send_due()

    assert states(entry) == [State.FAILED, State.SENT]
    assert entry.deliveries.order_by("pk")[0].response == "550 5.1.1 unknown"


def test_an_unreachable_relay_is_waited_for(case: Case, elsa: Agent) -> None:
    with open_relay() as gone:
        relay, port = gone.relay, gone.port
    outbox = Outbox(line=RelayLine(relay=relay, hostname="desk.example"), stop=Event())
    entry = answer(case, elsa)

    outbox.send_due()
    delivery = entry.deliveries.get()

    assert delivery.state == State.QUEUED
    assert "refused" in delivery.response
    with open_relay(port) as stub:
        wait_until(lambda: bool(outbox.send_due()))
        assert len(stub.arrived) == 1
    assert states(entry) == [State.SENT]
    outbox.close()


def test_a_line_cut_after_the_dot_leaves_a_visible_doubt(
    case: Case, elsa: Agent, stub: RelayStub, outbox: Outbox
) -> None:
    stub.cut_after_dot = True
    entry = answer(case, elsa)

    outbox.send_due()
    stub.cut_after_dot = False
    outbox.send_due()

    assert states(entry) == [State.UNCERTAIN]
    assert len(stub.arrived) == 1


def test_a_reply_withdrawn_at_the_last_moment_does_not_leave(
    case: Case, elsa: Agent, stub: RelayStub, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = answer(case, elsa)
    line = RelayLine(relay=stub.relay, hostname="desk.example")

    said = line.hand_over(sender="a@b.example", recipient="maja@kund.example", raw=b"x\r\n", begin=lambda: False)

    assert said.kind == "withdrawn"
    assert stub.arrived == []
    assert states(entry) == [State.QUEUED]


def test_the_database_goes_away_before_the_dot_and_nothing_has_left(
    case: Case, elsa: Agent, stub: RelayStub, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = answer(case, elsa)
    monkeypatch.setattr("lyhord.channels.mail.relay._stuffed", with_cut(cut_connections_of_the_outbox))

    with pytest.raises(Exception, match=r"terminat|clos"):
        outbox.send_due()

    monkeypatch.undo()
    assert states(entry) == [State.QUEUED]
    assert stub.arrived == []
    Delivery.objects.update(due_at=timezone.now())
    outbox.send_due()
    assert states(entry) == [State.SENT]
    assert len(stub.arrived) == 1


def test_the_database_goes_away_after_the_dot_and_the_answer_is_not_forgotten(
    case: Case, elsa: Agent, stub: RelayStub, outbox: Outbox
) -> None:
    entry = answer(case, elsa)
    stub.before_answer = cut_connections_of_the_outbox

    outbox.send_due()

    assert states(entry) == [State.SENT]
    assert len(stub.arrived) == 1


def test_what_a_dead_worker_was_handing_over_is_in_doubt(case: Case, elsa: Agent, outbox: Outbox) -> None:
    entry = answer(case, elsa)
    entry.deliveries.update(state=State.HANDING_OVER, state_at=timezone.now() - timedelta(seconds=30))

    outbox.look_for_doubt()

    assert states(entry) == [State.UNCERTAIN]


def test_without_a_relay_mail_stays_in_the_sink(case: Case, elsa: Agent) -> None:
    outbox = Outbox(line=None, stop=Event())
    entry = answer(case, elsa)

    outbox.send_due()
    Delivery.objects.update(state=State.QUEUED)
    outbox.send_due()

    assert states(entry) == [State.SENT]
    assert SunkMail.objects.get().recipient == "maja@kund.example"


def test_a_reply_that_cannot_be_written_says_why(case: Case, elsa: Agent, outbox: Outbox) -> None:
    entry = answer(case, elsa)
    case.queue.mailboxes.all().delete()

    outbox.send_due()

    delivery = entry.deliveries.get()
    assert delivery.state == State.FAILED
    assert "mailbox" in delivery.response


def with_cut(cut: Callable[[], None]) -> Callable[[bytes], bytes]:
    def stuffed(raw: bytes) -> bytes:
        cut()
        return raw

    return stuffed


def cut_connections_of_the_outbox() -> None:
    """End the connection that the outbox uses (that of the test's own thread), as a restart of the database does."""
    with psycopg.connect(database_url(), autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

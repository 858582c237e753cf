"""A bounce finds the delivery that failed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lyhord.cases.actions.reply_to_case import reply_to_case
from lyhord.cases.models import Case, Delivery, Entry
from lyhord.cases.tests.factories import make_agent
from lyhord.channels.actions.confirm_arrived import confirm_arrived
from lyhord.channels.actions.resend_delivery import resend_delivery
from lyhord.channels.actions.send_to_other_address import send_to_other_address
from lyhord.channels.mail.signing import bounce_addresses
from lyhord.channels.models import Envelope
from lyhord.channels.outbox.again import NotResendable
from lyhord.channels.outbox.letters import written
from lyhord.channels.tests.factories import entry_of, make_mail, make_mailbox, take_in
from lyhord.customers.models import ContactPoint

pytestmark = pytest.mark.django_db

State = Delivery.State
OURS = "kundservice@nordljus.example"


@pytest.fixture
def sent() -> Delivery:
    make_mailbox()
    case = entry_of(take_in(make_mail())).case
    elsa = make_agent(role="administrator")
    entry = reply_to_case(
        case=case,
        html="<p>Hej</p>",
        recipients={"to": ["maja@kund.example", "bror@annan.example"]},
        by=elsa,
        at=timezone.now() - timedelta(minutes=1),
    )
    entry.deliveries.update(state=State.SENT)
    return entry.deliveries.select_related("entry__case").get(recipient="maja@kund.example")


def make_bounce(*, recipient: str, message_id: str, status: str = "5.1.1", action: str = "failed") -> bytes:
    return f"""From: Mail Delivery System <mailer-daemon@relay.example>
To: {OURS}
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce1@relay.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="parts"

--parts
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.
--parts
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} unknown user

--parts
Content-Type: text/rfc822-headers

Message-ID: {message_id}
Subject: Re: hej

--parts--
""".encode()


@pytest.mark.parametrize("way", ["message_id", "verp"])
def test_a_bounce_turns_its_delivery_red_and_marks_the_address(sent: Delivery, way: str) -> None:
    message_id = sent.entry.message_id if way == "message_id" else "<lost@elsewhere.example>"
    recipients = (bounce_addresses().make(OURS, sent.pk),) if way == "verp" else (OURS,)

    envelope = take_in(
        make_bounce(recipient="maja@kund.example", message_id=message_id), sender="", recipients=recipients
    )

    sent.refresh_from_db()
    entry = entry_of(envelope)
    point = ContactPoint.objects.get(address="maja@kund.example")
    assert (sent.state, sent.response) == (State.BOUNCED, "5.1.1 550 5.1.1 unknown user")
    assert sent.entry.deliveries.get(recipient="bror@annan.example").state == State.SENT
    assert (entry.case, entry.is_bounce, entry.is_auto) == (sent.entry.case, True, True)
    assert entry.threading["evidence"]["delivery"] == sent.pk
    assert point.undeliverable_since is not None


def test_a_bounce_neither_opens_nor_answers_a_case(sent: Delivery) -> None:
    Case.objects.update(status=Case.Status.WAITING_CUSTOMER, reply_due_at=None)

    take_in(make_bounce(recipient="maja@kund.example", message_id=sent.entry.message_id), sender="")

    case = Case.objects.get()
    assert (case.status, case.reply_due_at) == (Case.Status.WAITING_CUSTOMER, None)


def test_a_delay_is_told_but_is_no_bounce(sent: Delivery) -> None:
    mail = make_bounce(
        recipient="maja@kund.example", message_id=sent.entry.message_id, status="4.4.1", action="delayed"
    )

    envelope = take_in(mail, sender="")

    sent.refresh_from_db()
    assert sent.state == State.SENT
    assert sent.response.startswith("4.4.1")
    assert entry_of(envelope).is_bounce


def test_a_server_that_gave_up_turns_the_delivery_red_and_spares_the_address(sent: Delivery) -> None:
    mail = make_bounce(recipient="maja@kund.example", message_id=sent.entry.message_id, status="4.4.1", action="failed")

    take_in(mail, sender="")

    sent.refresh_from_db()
    assert sent.state == State.BOUNCED
    assert ContactPoint.objects.get(address="maja@kund.example").undeliverable_since is None


def test_a_bounce_of_nothing_we_sent_is_held(sent: Delivery) -> None:
    envelope = take_in(make_bounce(recipient="who@else.example", message_id="<spam@else.example>"), sender="")

    assert (envelope.state, envelope.reason) == (Envelope.State.HELD, "unmatched_bounce")
    assert not Entry.objects.filter(is_bounce=True).exists()


def test_what_failed_is_sent_again_under_the_same_message_id(sent: Delivery) -> None:
    elsa = make_agent()
    before = written(sent).message_id
    Delivery.objects.filter(pk=sent.pk).update(state=State.FAILED, response="550 no")

    again = resend_delivery(delivery=sent, by=elsa, at=timezone.now())

    assert (again.state, again.response) == (State.QUEUED, "")
    assert written(again).message_id == before


def test_another_address_gets_the_message_in_its_own_name(sent: Delivery) -> None:
    elsa = make_agent()
    Delivery.objects.filter(pk=sent.pk).update(state=State.BOUNCED)

    other = send_to_other_address(delivery=sent, address="maja@ny.example", by=elsa, at=timezone.now())

    assert other.state == State.QUEUED
    assert b"\r\nTo: maja@ny.example\r\n" in written(other).raw


def test_a_doubt_is_settled_by_a_person(sent: Delivery) -> None:
    elsa = make_agent()
    Delivery.objects.filter(pk=sent.pk).update(state=State.UNCERTAIN)

    assert confirm_arrived(delivery=sent, by=elsa, at=timezone.now()).state == State.SENT

    with pytest.raises(NotResendable):
        resend_delivery(delivery=sent, by=elsa, at=timezone.now())

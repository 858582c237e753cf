"""An answer carries the customer's words along when whoever writes it chooses so."""

from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from threading import Event

import pytest

from lyhord.cases.actions.save_draft import attach_to_draft, save_draft
from lyhord.cases.actions.withdraw_reply import withdraw_reply
from lyhord.cases.models import Case, Entry, Queue
from lyhord.cases.tests.factories import NOON, make_agent
from lyhord.cases.tests.test_inbox_page import page, signed_in
from lyhord.channels.mail.quoting import attribution_line
from lyhord.channels.mail.relay import RelayLine
from lyhord.channels.outbox.dispatching import Outbox
from lyhord.channels.tests.factories import entry_of, make_mail, make_mailbox, take_in
from lyhord.channels.tests.relays import RelayStub, open_relay
from lyhord.channels.tests.test_relay import answer
from lyhord.people.models import Agent

pytestmark = pytest.mark.django_db(transaction=True)


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
    return entry_of(take_in(make_mail(text="Hej!\n\nPaketet har inte kommit.\n> tidigare"))).case


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert isinstance(body, EmailMessage)
    return str(body.get_content()).replace("\r\n", "\n")


def test_the_earlier_message_stands_quoted_under_the_answer(
    case: Case, elsa: Agent, stub: RelayStub, outbox: Outbox
) -> None:
    answer(case, elsa, quotes=True)

    outbox.send_due()

    mail = stub.arrived[0][2]
    assert "skrev Maja Öberg <maja@kund.example>:\n> Hej!\n>\n> Paketet har inte kommit.\n>> tidigare" in part(
        mail, "plain"
    )
    assert '<blockquote type="cite"><p>Hej!</p>' in part(mail, "html")


def test_without_the_choice_nothing_is_quoted(case: Case, elsa: Agent, stub: RelayStub, outbox: Outbox) -> None:
    answer(case, elsa)

    outbox.send_due()

    assert "Paketet har inte kommit" not in part(stub.arrived[0][2], "plain")


def test_pictures_of_the_quoted_page_travel_along_and_remote_ones_stay_out(
    elsa: Agent, stub: RelayStub, outbox: Outbox
) -> None:
    make_mailbox()
    mail = make_mail()
    mail.add_alternative('<p>Se <img src="cid:bild1"> <img src="https://spion.example/a.gif"></p>', subtype="html")
    shown = mail.get_body(("html",))
    assert isinstance(shown, EmailMessage)
    shown.add_related(b"\x89PNG picture", "image", "png", cid="<bild1>")
    case = entry_of(take_in(mail)).case

    answer(case, elsa, quotes=True)
    outbox.send_due()

    sent = stub.arrived[0][2]
    (picture,) = [each for each in sent.walk() if each.get_content_type() == "image/png"]
    assert f"cid:{picture['Content-ID'].strip('<>')}" in part(sent, "html")
    assert "spion.example" not in part(sent, "html")


@pytest.mark.parametrize("ending", ["", "image/"])
def test_pictures_in_what_the_agent_wrote_travel_in_the_message(
    case: Case, elsa: Agent, stub: RelayStub, outbox: Outbox, ending: str
) -> None:
    draft = save_draft(case=case, kind="reply", html="", version=0, by=elsa, at=NOON)
    picture = attach_to_draft(
        draft=draft, filename="a.png", content_type="image/png", content=b"\x89PNG", by=elsa, at=NOON
    )
    draft.refresh_from_db()

    entry = answer(case, elsa, draft=draft)
    Entry.objects.filter(pk=entry.pk).update(html=f'<p>Se <img src="{picture.url}{ending}"></p>')
    outbox.send_due()

    sent = stub.arrived[0][2]
    (shown,) = [each for each in sent.walk() if each.get_content_type() == "image/png"]
    assert shown.get_content_disposition() == "inline"
    assert f"cid:{shown['Content-ID'].strip('<>')}" in part(sent, "html")


def test_the_composer_begins_with_the_queues_choice_and_the_answer_follows_it(case: Case, elsa: Agent) -> None:
    Queue.objects.filter(pk=case.queue_id).update(quotes_history=True)

    shown = page(elsa, f"/cases/{case}/")
    signed_in(elsa).post(
        f"/cases/{case}/replies/", {"html": "<p>Hej</p>", "to": "maja@kund.example", "status": 2, "quotes": "1"}
    )

    assert 'name="quotes" value="1" checked' in shown
    written = case.entries.get(direction=Entry.Direction.OUT)
    assert written.facts["quotes"] == case.entries.earliest("pk").pk


def test_a_reply_taken_back_keeps_its_choice(case: Case, elsa: Agent) -> None:
    entry = answer(case, elsa, quotes=True)

    draft = withdraw_reply(entry=entry, by=elsa, at=NOON)

    assert draft.quotes_history is True


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("sv", "Den 2 mars 2026 kl. 12.05 skrev Maja:"),
        ("en-GB", "On 2 March 2026 at 12:05, Maja wrote:"),
        ("nn", "Den 2. mars 2026 kl. 12.05 skrev Maja:"),
        ("da", "Den 2. marts 2026 kl. 12.05 skrev Maja:"),
        ("fi", "2. maaliskuuta 2026 klo 12.05 Maja kirjoitti:"),
        ("de", "Am 2. März 2026 um 12:05 schrieb Maja:"),
        ("ja", "On 2 March 2026 at 12:05, Maja wrote:"),
    ],
)
def test_the_customers_language_says_whose_words_they_are(language: str, line: str) -> None:
    assert attribution_line(who="Maja", at=datetime(2026, 3, 2, 12, 5), language=language) == line  # noqa: DTZ001

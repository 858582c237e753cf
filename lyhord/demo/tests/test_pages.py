from collections.abc import Iterator
from datetime import timedelta
from threading import Event

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from lyhord.cases.actions.reply_to_case import reply_to_case
from lyhord.cases.models import Case
from lyhord.channels.intake.draining import drain
from lyhord.channels.models import Envelope, SunkMail
from lyhord.channels.outbox.dispatching import Outbox
from lyhord.channels.tests.doors import free_port, open_door
from lyhord.channels.tests.factories import make_mailbox
from lyhord.core.config import config
from lyhord.demo.views.limits import LETTERS
from lyhord.people.models import Agent, Role

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("lyhord.demo.tests.urlconf")]
LETTER = {
    "name": "Maja Öberg",
    "address": "maja@hemma.example",
    "recipient": "kundservice@nordljus.example",
    "subject": "Sprucket glas",
    "text": "Hej! Glaset på taklampan är sprucket.",
}


@pytest.fixture(autouse=True)
def smtp_port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    cache.clear()
    port = free_port()
    monkeypatch.setenv("LYHORD_SMTP_PORT", str(port))
    config.cache_clear()
    yield port
    monkeypatch.undo()
    config.cache_clear()


def test_a_visitor_can_play_the_customer_through_a_whole_case(client: Client, smtp_port: int) -> None:
    make_mailbox()

    with open_door(smtp_port=smtp_port):
        glass = SimpleUploadedFile("glas.png", b"\x89PNG\r\n\x1a\n", content_type="image/png")
        sent = client.post("/demo/write/", {**LETTER, "file": glass})
        drain(Event())
        case = Case.objects.get()
        _reply(case)
        letter = SunkMail.objects.get()
        page = client.get(f"/demo/outbox/{letter.pk}/")
        answered = client.post(f"/demo/outbox/{letter.pk}/", {"text": "Tack, kommer den före lördag?"})
        drain(Event())

    assert sent.status_code == answered.status_code == 302
    assert "Vi skickar en ny." in page.content.decode()
    first, _, second = case.entries.filter(kind="message")
    assert first.author_name == "Maja Öberg"
    assert [file.filename for file in first.attachments.all()] == ["glas.png"]
    assert second.reply_text == "Tack, kommer den före lördag?"
    assert Case.objects.count() == 1


def test_the_outbox_lists_what_customers_would_have_got(client: Client) -> None:
    empty = client.get("/demo/outbox/").content.decode()
    SunkMail.objects.create(sender="a@x.example", recipient="b@y.example", message_id="<1@x>", subject="Hej", raw=b"")

    listed = client.get("/demo/outbox/").content.decode()

    assert "b@y.example" not in empty
    assert "b@y.example" in listed
    assert "<c-" not in empty + listed


def test_nothing_typed_is_lost_when_the_listener_is_away(client: Client) -> None:
    make_mailbox()

    response = client.post("/demo/write/", LETTER)

    assert response.status_code == 502
    assert LETTER["text"] in response.content.decode()


def test_a_letter_without_text_is_sent_back(client: Client) -> None:
    make_mailbox()

    response = client.post("/demo/write/", {**LETTER, "text": ""})

    assert response.status_code == 422
    assert Envelope.objects.count() == 0


def test_nobody_can_flood_the_department(client: Client) -> None:
    make_mailbox()
    statuses = [client.post("/demo/write/", LETTER).status_code for _ in range(LETTERS + 1)]

    assert statuses == [502] * LETTERS + [429]


@pytest.mark.urls("lyhord.urls")
def test_without_the_demo_the_pages_do_not_exist(client: Client) -> None:
    assert [client.get(path).status_code for path in ("/demo/write/", "/demo/outbox/")] == [404, 404]


def _reply(case: Case) -> None:
    agent = Agent.objects.create_user(email="elsa@nordljus.example", name="Elsa Lindqvist")
    agent.roles.add(Role.objects.get_or_create(code="administrator", defaults={"permissions": ["*"]})[0])
    reply_to_case(
        case=case,
        html="<p>Vi skickar en ny.</p>",
        recipients={"to": ["maja@hemma.example"]},
        by=agent,
        at=timezone.now() - timedelta(minutes=1),
    )
    Outbox(line=None, stop=Event()).send_due()

"""The ledger, what is held, and the mailboxes, through their pages."""

import pytest
from django.test import Client
from django.utils import timezone

from lyhord.cases.models import Case, Delivery, Entry
from lyhord.cases.tests.factories import make_agent, make_team
from lyhord.channels.models import Envelope, Mailbox
from lyhord.channels.tests.factories import entry_of, make_mail, make_mailbox, make_queue, take_in
from lyhord.people.models import Agent

pytestmark = pytest.mark.django_db

STRANGER = "bror@annan.example"


def signed_in(client: Client, agent: Agent) -> Client:
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def leader(client: Client) -> Client:
    return signed_in(client, make_agent("Karin Wallin", role="administrator"))


@pytest.fixture
def case() -> Case:
    make_mailbox()
    return entry_of(take_in(make_mail())).case


@pytest.fixture
def held(case: Case) -> Envelope:
    return take_in(make_mail(sender=STRANGER, subject=f"Om {case}", text="Jag svarar åt min syster."))


def test_the_ledger_adds_up_and_names_what_came(leader: Client, held: Envelope, case: Case) -> None:
    page = leader.get("/ledger/").content.decode()

    assert "kundservice@nordljus.example" in page
    assert "1 hanterade, 1 hållna, 0 avvisade" in page
    assert "Stämmer" in page
    assert str(case) in page
    assert "<c-" not in page


def test_a_day_that_does_not_add_up_says_so(leader: Client, case: Case) -> None:
    Entry.objects.all().delete()

    page = leader.get("/ledger/").content.decode()

    assert "kundservice@nordljus.example går inte ihop" in page
    assert "1 saknas" in page


def test_the_ledger_is_searched_and_filtered(leader: Client, held: Envelope) -> None:
    by_words = leader.get("/ledger/", {"q": "bror@annan"}).content.decode()
    by_state = leader.get("/ledger/", {"state": "refused"}).content.decode()

    assert f"/ledger/{held.pk}/" in by_words
    assert "maja@kund.example" not in by_words
    assert f"/ledger/{held.pk}/" not in by_state


def test_a_message_is_shown_with_its_reason_and_original(leader: Client, held: Envelope) -> None:
    page = leader.get(f"/ledger/{held.pk}/").content.decode()
    raw = leader.get(f"/ledger/{held.pk}/raw/")
    sheet = leader.get(f"/ledger/{held.pk}/page/")

    assert "Avsändaren är inte med i ärendet" in page
    assert raw.content == bytes(held.raw)
    assert raw["Content-Disposition"].startswith("attachment")
    assert "Jag svarar åt min syster." in sheet.content.decode()
    assert "sandbox" in sheet["Content-Security-Policy"]


def test_the_ledger_is_not_for_everybody(client: Client, held: Envelope) -> None:
    signed_in(client, make_agent())

    assert client.get("/ledger/").status_code == 403
    assert client.get(f"/ledger/{held.pk}/raw/").status_code == 403


def test_one_click_lets_a_stranger_in_and_another_undoes_it(client: Client, held: Envelope, case: Case) -> None:
    signed_in(client, make_agent())
    assert "Jag svarar åt min syster." in client.get("/held/").content.decode()

    page = client.post(f"/held/{held.pk}/joining/", follow=True).content.decode()
    assert case.entries.filter(author_address=STRANGER, withdrawn_at=None).exists()
    assert f"/held/{held.pk}/undoing/" in page

    client.post(f"/held/{held.pk}/undoing/")
    held.refresh_from_db()
    assert held.state == Envelope.State.HELD
    assert not case.entries.filter(author_address=STRANGER, withdrawn_at=None).exists()


def test_a_message_becomes_a_case_or_stays_out_by_one_click(client: Client, held: Envelope, case: Case) -> None:
    signed_in(client, make_agent())
    client.post(f"/held/{held.pk}/case/")
    other = take_in(make_mail(sender="tredje@annan.example", subject=f"Om {case}"))
    client.post(f"/held/{other.pk}/refusal/")

    held.refresh_from_db()
    other.refresh_from_db()
    assert entry_of(held).case != case
    assert other.state == Envelope.State.REFUSED
    assert "Inget hålls" in client.get("/held/").content.decode()


def test_what_is_held_for_another_teams_queue_stays_there(client: Client) -> None:
    make_mailbox(address="personal@nordljus.example", queue=make_queue(name="Personal", is_restricted=True))
    facts = {"account": "personal@nordljus.example", "recipients": ("personal@nordljus.example",)}
    number = entry_of(take_in(make_mail(), **facts)).case
    held = take_in(make_mail(sender=STRANGER, subject=f"Om {number}", text="Hemligt"), **facts)
    signed_in(client, make_agent(teams=(make_team(),)))

    assert "Hemligt" not in client.get("/held/").content.decode()
    assert client.post(f"/held/{held.pk}/joining/").status_code == 404
    held.refresh_from_db()
    assert held.state == Envelope.State.HELD


def test_a_mailbox_is_added_and_the_queue_answers_from_it(leader: Client) -> None:
    old = make_mailbox()

    leader.post(
        "/settings/mailboxes/new/",
        {
            "address": "Hej@Nordljus.example",
            "name": "Hej",
            "queue": old.queue_id,
            "is_primary": "on",
            "is_active": "on",
        },
    )

    new = Mailbox.objects.get(address="hej@nordljus.example")
    old.refresh_from_db()
    assert (new.is_primary, old.is_primary) == (True, False)
    assert "hej@nordljus.example" in leader.get("/settings/mailboxes/").content.decode()


def test_a_wrong_address_keeps_what_was_typed(leader: Client) -> None:
    box = make_mailbox()

    answer = leader.post(f"/settings/mailboxes/{box.pk}/", {"address": "hej+x@y.example", "name": "Ny", "queue": ""})

    assert answer.status_code == 422
    assert "hej+x@y.example" in answer.content.decode()


def test_a_failed_delivery_is_sent_again_from_the_case(client: Client, case: Case) -> None:
    signed_in(client, make_agent())
    entry = Entry.objects.create(case=case, kind="message", direction="out", created_at=timezone.now())
    delivery = Delivery.objects.create(entry=entry, recipient="maja@kund.example", state=Delivery.State.FAILED)

    answer = client.post(f"/deliveries/{delivery.pk}/resending/")

    delivery.refresh_from_db()
    assert answer.status_code == 204
    assert "toast" in answer["HX-Trigger"]
    assert delivery.state == Delivery.State.QUEUED
    assert client.post(f"/deliveries/{delivery.pk}/resending/").status_code == 409

from datetime import UTC, datetime

import pytest
from django.utils.timezone import now

from lyhord.cases.acknowledging import in_time, moment
from lyhord.cases.models import CannedReply, Case, Queue
from lyhord.cases.tests.factories import make_agent, make_case, make_customer, make_queue
from lyhord.cases.tests.test_inbox_page import page, signed_in

pytestmark = pytest.mark.django_db


def test_manager_makes_and_changes_a_queue() -> None:
    client = signed_in(make_agent(role="manager"))

    client.post("/settings/queues/new/", {"name": "Köp & återköp", "response_time_min": 60})
    queue = Queue.objects.get(name="Köp & återköp")
    client.post(
        f"/settings/queues/{queue.slug}/", {"name": "Återköp", "response_time_min": 90, "signature": "Nordljus"}
    )

    queue.refresh_from_db()
    assert (queue.slug, queue.name, queue.response_time_min, queue.signature) == (
        "kop-aterkop",
        "Återköp",
        90,
        "Nordljus",
    )


def test_two_queues_never_share_a_name_and_the_form_says_so() -> None:
    make_queue("Leverans")

    told = signed_in(make_agent(role="manager")).post(
        "/settings/queues/new/", {"name": "leverans", "response_time_min": 60}
    )

    assert told.status_code == 422
    assert Queue.objects.count() == 1


def test_agent_may_not_change_queues() -> None:
    assert signed_in(make_agent()).get("/settings/queues/").status_code == 403


def test_canned_reply_is_made_and_filled_in_the_case() -> None:
    leader = make_agent(role="team_leader")
    client = signed_in(leader)
    case = make_case(customer=make_customer("Maja Öberg"), at=now())

    made = client.post(
        "/settings/canned-replies/new/",
        {"title": "Hälsning", "shortcut": "hej", "body": "Hej {{ customer.first_name }}!"},
    )
    canned = CannedReply.objects.get()

    assert made.status_code == 302
    assert "Hälsning" in client.get(f"/cases/{case}/canned-replies/").content.decode()
    assert "Hej Maja!" in client.get(f"/cases/{case}/canned-replies/{canned.pk}/").content.decode()


def test_unknown_variable_is_told_beside_the_text_and_nothing_is_lost() -> None:
    body = "Hej {{ customer.shoe_size }}!"

    told = signed_in(make_agent(role="team_leader")).post(
        "/settings/canned-replies/new/", {"title": "A", "shortcut": "a", "body": body}
    )

    assert told.status_code == 422
    assert "customer.shoe_size }}!</textarea>" in told.content.decode()


def test_agent_writes_to_a_customer_first() -> None:
    agent, queue = make_agent(), make_queue()

    made = signed_in(agent).post(
        "/cases/new/",
        {
            "to": "ny@example.com",
            "name": "Ny Kund",
            "queue": queue.pk,
            "subject": "Din order",
            "html": "<div>Hej!</div>",
        },
    )

    case = Case.objects.get()
    assert made.headers["Location"] == f"/cases/{case}/"
    assert case.customer.name == "Ny Kund"
    assert case.assignee == agent


@pytest.mark.parametrize(
    "address",
    [
        "/inbox/",
        "/cases/new/",
        "/customers/",
        "/settings/queues/",
        "/settings/queues/new/",
        "/settings/canned-replies/",
        "/settings/canned-replies/new/",
        "/search/?q=lampa",
    ],
)
def test_every_page_is_whole(address: str) -> None:
    make_queue()

    assert "<c-" not in page(make_agent(role="administrator"), address)


def test_customers_are_found_by_the_beginning_of_a_name_and_have_a_page() -> None:
    agent = make_agent()
    customer = make_customer("Maja Öberg")
    make_customer("Henrik Sjöstrand")
    make_case(customer=customer, subject="Trasig lampa", at=now())

    html = page(agent, "/customers/?q=öb")

    assert "Maja Öberg" in html
    assert "Henrik" not in html
    assert "Trasig lampa" in page(agent, f"/customers/{customer.pk}/")


def test_manager_writes_an_acknowledgement_and_removes_it() -> None:
    queue = make_queue("Leverans")
    client = signed_in(make_agent(role="manager"))
    address = f"/settings/queues/{queue.slug}/acknowledgement/"

    client.post(address, {"language": "sv", "body": "Ärende {{ case.number }}", "opening_hours": "vardagar 8–18"})
    shown = client.get(f"/settings/queues/{queue.slug}/").content.decode()
    client.post(f"{address}sv/removal/")

    assert "Svenska" in shown
    assert "Ärende {{ case.number }}" in shown
    assert not queue.acknowledgements.exists()


def test_an_unknown_variable_is_named_and_the_text_stays() -> None:
    queue = make_queue()

    told = signed_in(make_agent(role="manager")).post(
        f"/settings/queues/{queue.slug}/acknowledgement/", {"language": "sv", "body": "Hej {{ kund.namn }}"}
    )

    assert told.status_code == 422
    assert "kund.namn" in told.content.decode()
    assert not queue.acknowledgements.exists()


@pytest.mark.parametrize(
    ("minutes", "language", "words"),
    [
        (480, "sv", "inom 8 timmar"),
        (60, "en", "within 1 hour"),
        (2880, "nb", "innen 2 døgn"),
        (90, "da", "inden for 90 minutter"),
        (480, "fi", "8 tunnin kuluessa"),
        (1440, "de", "innerhalb von 1 Tag"),
    ],
)
def test_a_response_time_is_told_in_the_customers_language(minutes: int, language: str, words: str) -> None:
    assert in_time(minutes, language) == words


def test_a_moment_is_told_in_the_customers_language() -> None:
    at = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

    assert moment(at, "sv") == "måndag 23 november kl. 10.30"
    assert moment(at, "de") == "Montag, 23. November, 10:30 Uhr"

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from lyhord.cases.models import Case, Delivery, Draft, Entry
from lyhord.cases.tests.factories import hear_again, make_agent, make_case, make_customer, make_queue
from lyhord.cases.tests.test_inbox_page import page, signed_in
from lyhord.core.models import AuditRecord

pytestmark = pytest.mark.django_db

REPLY = {"html": "<div>Hej Maja!</div>", "to": "maja@example.com", "status": "2"}


def test_direct_address_shows_list_conversation_and_customer() -> None:
    agent = make_agent()
    case = make_case(
        customer=make_customer("Maja Öberg", "maja@example.com"),
        subject="Min lampa",
        text="Glaset är trasigt",
        at=now(),
    )

    html = page(agent, f"/cases/{case}/?in=unassigned")

    assert html.count("Min lampa") >= 2
    assert "Glaset är trasigt" in html
    assert "maja@example.com" in html
    assert "<c-" not in html


def test_reply_from_the_page_is_queued_and_can_be_taken_back() -> None:
    agent, case = make_agent(), make_case(at=now())
    client = signed_in(agent)

    sent = client.post(f"/cases/{case}/replies/", {**REPLY, "version": case.version}, headers={"HX-Request": "true"})

    entry = Entry.objects.get(direction="out")
    case.refresh_from_db()
    assert sent.status_code == 200
    assert "withdrawal" in sent["HX-Trigger"]
    assert case.status == Case.Status.WAITING_CUSTOMER
    assert Delivery.objects.get().recipient == "maja@example.com"
    assert client.post(f"/cases/{case}/replies/{entry.pk}/withdrawal/").status_code == 204
    assert Draft.objects.get().html == "<div>Hej Maja!</div>"
    assert Delivery.objects.get().state == Delivery.State.WITHDRAWN


def test_reply_on_an_older_reading_of_the_case_is_told_and_not_sent() -> None:
    agent, case = make_agent(), make_case(at=now())
    seen = case.version
    hear_again(case, "En sak till!", at=now())

    told = signed_in(agent).post(f"/cases/{case}/replies/", {**REPLY, "version": seen})

    assert told.status_code == 409
    assert "data-send-anyway" in told.content.decode()
    assert not Entry.objects.filter(direction="out").exists()


def test_empty_reply_is_told_beside_the_text() -> None:
    agent, case = make_agent(), make_case(at=now())

    told = signed_in(agent).post(f"/cases/{case}/replies/", {**REPLY, "html": "<div><br></div>"})

    assert told.status_code == 422
    assert 'role="alert"' in told.content.decode()


def test_draft_is_kept_as_typed_and_another_window_does_not_overwrite_it() -> None:
    agent, case = make_agent(), make_case(at=now())
    client, address = signed_in(agent), f"/cases/{case}/drafts/reply/"

    assert client.post(address, {"html": "Hej", "version": 0}).json() == {"version": 1}
    conflict = client.post(address, {"html": "Annat", "version": 0})

    assert conflict.status_code == 409
    assert conflict.json() == {"html": "Hej", "version": 1}
    assert Draft.objects.get().html == "Hej"
    assert 'value="Hej"' in page(agent, f"/cases/{case}/")


def test_note_is_internal_and_names_a_colleague() -> None:
    agent, named = make_agent(), make_agent("Amira Haddad")
    case = make_case(at=now())

    signed_in(agent).post(f"/cases/{case}/notes/", {"html": "<div>@Amira tar du den?</div>"})

    assert named.mentions.count() == 1
    assert '<span class="mention">@Amira</span>' in page(agent, f"/cases/{case}/")


def test_change_made_on_an_older_reading_tells_who_changed_what() -> None:
    agent, other = make_agent(), make_agent("Amira Haddad")
    case = make_case(at=now())
    seen = case.version
    signed_in(other).post(f"/cases/{case}/priority/", {"priority": 2, "version": seen})

    told = signed_in(agent).post(f"/cases/{case}/status/", {"status": 5, "version": seen})

    case.refresh_from_db()
    assert told.status_code == 409
    assert "Amira Haddad" in told.content.decode()
    assert case.is_open


def test_every_change_of_the_header_works_and_is_told_in_words() -> None:
    agent = make_agent()
    case, queue = make_case(at=now()), make_queue("Leverans")
    client = signed_in(agent)

    for name, facts in (
        ("assignment", {}),
        ("status", {"status": 3}),
        ("priority", {"priority": 3}),
        ("queue", {"queue": queue.pk}),
        ("tags", {"add": "brådskande"}),
        ("subject", {"subject": "Nytt ämne"}),
        ("snooze", {"until": "2099-01-02T08:00"}),
    ):
        response = client.post(f"/cases/{case}/{name}/", facts)
        assert response.status_code == 204, (name, response.content)

    case.refresh_from_db()
    html = page(agent, f"/cases/{case}/")
    assert (case.assignee, case.status, case.priority, case.queue, case.tags) == (agent, 3, 3, queue, ["brådskande"])
    assert "Nytt ämne" in html
    assert html.count('data-kind="event"') == 7


def test_handing_over_needs_a_note_and_moves_the_case() -> None:
    agent, other = make_agent(), make_agent("Amira Haddad")
    case = make_case(at=now())
    client = signed_in(agent)

    assert client.post(f"/cases/{case}/handover/", {"assignee": other.pk}).status_code == 422
    client.post(f"/cases/{case}/handover/", {"assignee": other.pk, "note": "Hon ringer i morgon."})

    case.refresh_from_db()
    assert case.assignee == other
    assert Entry.objects.filter(kind="note", text="Hon ringer i morgon.").exists()


def test_original_runs_nothing_and_fetches_nothing_from_elsewhere_unless_asked() -> None:
    agent = make_agent()
    case = make_case(html='<p>Hej</p><img src="https://spion.example/1.gif">', at=now())
    entry = case.entries.get()
    client = signed_in(agent)

    shown = client.get(f"/entries/{entry.pk}/original/")
    asked = client.get(f"/entries/{entry.pk}/original/?images=1")

    assert "img-src 'self' data:;" in shown["Content-Security-Policy"]
    assert "script-src" not in shown["Content-Security-Policy"]
    assert "default-src 'none'" in shown["Content-Security-Policy"]
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert asked["Content-Security-Policy"] == shown["Content-Security-Policy"]


def test_protected_customers_addresses_are_hidden_and_showing_them_is_logged() -> None:
    agent, officer = make_agent(), make_agent("Dag Ombud", role="data_protection_officer")
    customer = make_customer("Maja Öberg", "hemlig@example.com")
    case = make_case(customer=customer, at=now())
    customer.is_protected = True
    customer.save()

    html = page(agent, f"/cases/{case}/")
    shown = signed_in(officer).post(f"/customers/{customer.pk}/reveal/")

    assert "Skyddad identitet" in html or "Protected identity" in html
    assert "masked" in html
    assert "hemlig@example.com" in shown.content.decode()
    assert AuditRecord.objects.filter(verb="customers.reveal_customer", actor=officer).exists()
    assert signed_in(agent).post(f"/customers/{customer.pk}/reveal/").status_code == 403


def test_case_costs_the_same_number_of_queries_with_one_and_three_messages() -> None:
    agent, case = make_agent(), make_case(at=now())
    client, address = signed_in(agent), f"/cases/{case}/"
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    hear_again(case, at=now())
    hear_again(case, at=now())

    with CaptureQueriesContext(connection) as three:
        client.get(address)

    assert len(three) == len(one)

import base64
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from lyhord.api.tests.clients import Api, api_of, problem
from lyhord.cases.models import Attachment, Case, Delivery, Entry
from lyhord.cases.tests.factories import hear_again, make_agent, make_case, make_customer, make_queue
from lyhord.core.models import AuditRecord
from lyhord.people.models import Agent

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsa() -> Agent:
    return make_agent()


@pytest.fixture
def api(elsa: Agent) -> Api:
    return api_of(elsa)


def test_a_case_is_read_by_its_number_with_or_without_dash(api: Api) -> None:
    case = make_case(make_queue("Leverans"), make_customer("Maja Öberg", "maja@example.com"))

    response = api.get(f"/cases/{case}")

    told = response.json()
    assert api.get(f"/cases/{case.number}").json() == told
    assert response["ETag"] == f'"{case.version}"'
    assert (told["number"], told["status"], told["priority"], told["assignee"]) == (str(case), "new", "normal", None)
    assert told["queue"] == {"id": case.queue_id, "slug": case.queue.slug, "name": "Leverans"}
    assert told["customer"] == {"id": case.customer_id, "name": "Maja Öberg", "email": "maja@example.com"}
    assert told["created_at"] == "2026-03-02T11:00:00Z"
    entry = told["entries"][0]
    assert (entry["kind"], entry["direction"], entry["channel"]) == ("message", "in", "mail")
    assert entry["author"] == {"name": "Maja Öberg", "email": "maja@example.com", "is_agent": False}
    assert entry["text"] == "Var är min order?"
    assert entry["threading"] == {"method": "new"}
    assert (entry["is_auto"], entry["is_bounce"], entry["delivery"], entry["attachments"]) == (False, False, [], [])


def test_a_form_opens_a_case_with_the_customers_words(api: Api, elsa: Agent) -> None:
    queue = make_queue()
    response = api.post(
        "/cases",
        {
            "customer": {"email": "Ny.Kund@example.com", "name": "Ny Kund"},
            "queue": queue.slug,
            "subject": "Trasig lampa",
            "text": "Den kom i bitar.",
            "priority": "high",
            "tags": ["Skada"],
            "assignee": elsa.email,
            "attachments": [
                {"filename": "bild.png", "content_type": "image/png", "content": base64.b64encode(b"png").decode()}
            ],
        },
    )

    told = response.json()
    assert response.status_code == 201, told
    assert response["Location"] == f"/api/v1/cases/{told['number']}"
    assert (told["channel"], told["priority"], told["tags"], told["assignee"]) == ("api", "high", ["skada"], elsa.email)
    assert told["customer"]["email"] == "ny.kund@example.com"
    assert told["entries"][0]["direction"] == "in"
    assert told["entries"][0]["attachments"][0]["filename"] == "bild.png"
    assert api.get("/search", q="bitar").json()["items"][0]["case"]["number"] == told["number"]


def test_an_empty_case_is_opened_to_write_first(api: Api) -> None:
    queue = make_queue()
    customer = make_customer(email="maja@example.com")
    body = {"customer": {"id": customer.pk}, "queue": queue.pk, "subject": "Om er order"}

    told = api.post("/cases", body).json()
    sent = api.post(f"/cases/{told['number']}/messages", {"text": "Hej Maja!"}).json()

    assert [entry["kind"] for entry in told["entries"]] == ["event"]
    assert sent["recipients"]["to"] == ["maja@example.com"]
    assert api.get("/search", q="order").json()["items"][0]["case"]["number"] == told["number"]


def test_an_answer_is_queued_for_whoever_wrote(api: Api, elsa: Agent) -> None:
    case = make_case(customer=make_customer(email="maja@example.com"))

    response = api.post(
        f"/cases/{case}/messages", {"html": "<p>På <b>väg</b></p><script>x</script>", "status": "resolved"}
    )

    told = response.json()
    assert response.status_code == 201
    assert (told["direction"], told["author"]["email"], told["reply_text"]) == ("out", elsa.email, "På väg")
    assert "script" not in told["html"]
    assert [(each["recipient"], each["state"]) for each in told["delivery"]] == [("maja@example.com", "queued")]
    assert api.get(f"/cases/{case}").json()["status"] == "resolved"
    assert AuditRecord.objects.filter(verb="cases.reply_to_case", actor=elsa).exists()


def test_an_answer_can_be_sent_later_with_files_and_copies(api: Api) -> None:
    case = make_case()
    upload = api.upload("/attachments", SimpleUploadedFile("kvitto.pdf", b"%PDF-", "application/pdf")).json()
    later = (now() + timedelta(days=1)).isoformat()

    told = api.post(
        f"/cases/{case}/messages",
        {
            "text": "Kvittot.",
            "to": ["a@example.com"],
            "cc": ["b@example.com"],
            "bcc": ["c@example.com"],
            "send_at": later,
            "attachments": [
                {"upload": upload["upload"]},
                {"filename": "rad.txt", "content_type": "text/plain", "content": base64.b64encode(b"hej").decode()},
            ],
        },
    ).json()

    assert [each["role"] for each in told["delivery"]] == ["to", "cc", "bcc"]
    assert Delivery.objects.filter(due_at__gt=now() + timedelta(hours=23)).count() == 3
    assert [each["filename"] for each in told["attachments"]] == ["kvitto.pdf", "rad.txt"]
    assert told["attachments"][0]["sha256"] == upload["sha256"]
    file = api.get(told["attachments"][1]["url"].partition("/api/v1")[2])
    assert b"".join(file.streaming_content) == b"hej"
    assert file["Content-Disposition"].startswith("attachment")


def test_an_upload_is_only_its_uploaders(api: Api) -> None:
    case = make_case()
    upload = api.upload("/attachments", BytesIO(b"hemligt")).json()["upload"]
    other = api_of(make_agent("Nils"))

    refused = other.post(f"/cases/{case}/messages", {"text": "x", "attachments": [{"upload": upload}]})

    problem(refused, 422, "invalid")
    assert Attachment.objects.get().entry is None
    assert not Entry.objects.filter(direction="out").exists()
    problem(other.get(f"/attachments/{Attachment.objects.get().pk}"), 404, "not-found")


def test_all_changes_are_made_or_none(api: Api, elsa: Agent) -> None:
    case = make_case()
    transport = make_queue("Transport")

    told = api.patch(
        f"/cases/{case}",
        {
            "queue": transport.slug,
            "priority": "urgent",
            "status": "waiting_other",
            "assignee": "me",
            "tags": ["a"],
            "subject": "Nytt",
        },
    ).json()
    wrong = api.patch(f"/cases/{case}", {"priority": "low", "queue": "finns-inte"})

    assert (told["queue"]["name"], told["priority"], told["status"]) == ("Transport", "urgent", "waiting_other")
    assert (told["assignee"], told["tags"], told["subject"]) == (elsa.email, ["a"], "Nytt")
    problem(wrong, 422, "invalid")
    assert api.get(f"/cases/{case}").json()["priority"] == "urgent"
    assert api.patch(f"/cases/{case}", {"assignee": None}).json()["assignee"] is None
    assert api.patch(f"/cases/{case}", {"snoozed_until": "2999-01-01T00:00:00Z"}).json()["snoozed_until"]
    problem(api.patch(f"/cases/{case}", {"snoozed_until": "2001-01-01T00:00:00Z"}), 422, "invalid")


def test_a_change_made_from_an_old_reading_is_refused(api: Api) -> None:
    case = make_case()
    etag = api.get(f"/cases/{case}")["ETag"]
    api.patch(f"/cases/{case}", {"priority": "high"}, If_Match=etag)

    header = problem(api.patch(f"/cases/{case}", {"priority": "low"}, If_Match=etag), 412, "changed-meanwhile")
    member = api.patch(f"/cases/{case}", {"priority": "low", "version": case.version})
    answer = api.post(f"/cases/{case}/messages", {"text": "Hej", "version": case.version})

    assert header["version"] == case.version + 1
    problem(member, 409, "changed-meanwhile")
    problem(answer, 409, "changed-meanwhile")
    assert api.get(f"/cases/{case}").json()["priority"] == "high"
    assert not Delivery.objects.exists()
    fresh = api.get(f"/cases/{case}")["ETag"]
    assert api.patch(f"/cases/{case}", {"priority": "low"}, If_Match=fresh).status_code == 200


def test_lists_are_filtered_and_paged_without_gap_or_repeat(api: Api, elsa: Agent) -> None:
    queue = make_queue("Leverans")
    customer = make_customer(email="maja@example.com")
    wanted = {str(make_case(queue, customer)) for _ in range(5)}
    other = make_case()
    Case.objects.filter(pk=other.pk).update(assignee=elsa, status=Case.Status.OPEN)

    seen, cursor = [], None
    while True:
        query = {"queue": queue.slug, "limit": 2} | ({"cursor": cursor} if cursor else {})
        page = api.get("/cases", **query).json()
        seen += [each["number"] for each in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break

    def numbers(**query: object) -> set[str]:
        return {each["number"] for each in api.get("/cases", **query).json()["items"]}

    assert len(seen) == 5
    assert set(seen) == wanted
    assert numbers(customer="Maja@example.com") == wanted
    assert numbers(assignee="me") == numbers(assignee=elsa.email) == numbers(status="open") == {str(other)}
    assert numbers(assignee="none", status="new,resolved") == wanted
    assert numbers(q=f"{other}") == {str(other)}
    assert numbers(q="order", queue=queue.slug) == wanted
    assert numbers(updated_since="2999-01-01T00:00:00Z") == set()


def test_a_long_timeline_is_paged_oldest_first(api: Api) -> None:
    case = make_case(text="0")
    for number in range(1, 6):
        hear_again(case, str(number))

    first = api.get(f"/cases/{case}/entries", limit=4).json()
    rest = api.get(f"/cases/{case}/entries", limit=4, cursor=first["next"]).json()

    assert [entry["text"] for entry in first["items"] + rest["items"]] == ["0", "1", "2", "3", "4", "5"]
    assert rest["next"] is None


def test_a_long_list_takes_no_more_queries_than_a_short_one(api: Api) -> None:
    make_case()
    api.get("/cases")
    with CaptureQueriesContext(connection) as one:
        api.get("/cases")
    for _ in range(3):
        make_case()

    with CaptureQueriesContext(connection) as several:
        api.get("/cases")

    assert len(several) == len(one)


def test_addresses_of_a_protected_person_are_shown_only_by_a_logged_reveal() -> None:
    officer = make_agent(role="data_protection_officer")
    api = api_of(officer)
    customer = make_customer("Gömd Gran", "gomd@x.example")
    customer.is_protected = True
    customer.save()
    case = make_case(customer=customer)

    shown = api.get(f"/cases/{case}").content.decode() + api.get("/customers").content.decode()

    assert "gomd@x.example" not in shown
    assert api.get(f"/customers/{customer.pk}").json()["contact_points"] == []
    revealed = api.get(f"/customers/{customer.pk}", reveal="true").json()
    assert revealed["contact_points"][0]["address"] == "gomd@x.example"
    assert AuditRecord.objects.filter(verb="customers.reveal_customer", actor=officer).exists()
    plain = api_of(make_agent()).get(f"/customers/{customer.pk}", reveal="true")
    problem(plain, 403, "not-permitted")


def test_search_tells_why_and_marks_the_words(api: Api) -> None:
    case = make_case(subject="Lampan", text="Golvlampan är <trasig>.")

    told = api.get("/search", q="lampan").json()

    assert told["items"][0]["case"]["number"] == str(case)
    assert told["items"][0]["title_html"] == "<mark>Lampan</mark>"
    assert told["items"][0]["reason"] == "subject"
    assert "<trasig>" not in told["items"][0]["snippet_html"]

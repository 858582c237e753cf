import pytest
from django.utils.timezone import now

from lyhord.api.tests.clients import api_of, problem
from lyhord.cases.models import Case, Delivery
from lyhord.cases.tests.factories import make_agent, make_case, make_queue
from lyhord.channels.models import Envelope, Mailbox

pytestmark = pytest.mark.django_db
RAW = b"From: a@example.com\r\nSubject: Hej\r\n\r\nHej\r\n"


@pytest.fixture(autouse=True)
def mailbox() -> Mailbox:
    return Mailbox.objects.create(address="kundservice@nordljus.example", name="Nordljus", queue=make_queue())


def make_envelope(state: str = "held", **facts: object) -> Envelope:
    number = Envelope.objects.count()
    given = {"channel": "mail", "account": "kundservice@nordljus.example", "external_id": f"x{number}", "raw": RAW}
    return Envelope.objects.create(**given | {"state": state} | facts)


def test_the_ledger_is_read_by_state_newest_first() -> None:
    held, newer, received = make_envelope(), make_envelope(), make_envelope("received")
    api = api_of(make_agent(role="team_leader"))

    assert [each["id"] for each in api.get("/envelopes", state="held").json()["items"]] == [newer.pk, held.pk]
    page = api.get("/envelopes", limit=2).json()
    rest = api.get("/envelopes", limit=2, cursor=page["next"]).json()
    assert [each["id"] for each in page["items"] + rest["items"]] == [received.pk, newer.pk, held.pk]
    assert page["items"][0]["size"] == len(RAW)
    problem(api.get("/envelopes", state="lost"), 422, "invalid")


def test_who_may_only_decide_sees_what_is_held() -> None:
    held, received = make_envelope(), make_envelope("received")
    api = api_of(make_agent())

    assert [each["id"] for each in api.get("/envelopes").json()["items"]] == [held.pk]
    problem(api.get(f"/envelopes/{received.pk}"), 404, "not-found")
    assert problem(api.get(f"/envelopes/{held.pk}/raw"), 403, "not-permitted")["permission"] == "channels.see_ledger"
    refused = problem(api.post(f"/envelopes/{held.pk}/replay"), 403, "not-permitted")
    assert refused["permission"] == "channels.replay"


def test_the_bytes_come_as_they_came() -> None:
    envelope = make_envelope()

    response = api_of(make_agent(role="team_leader")).get(f"/envelopes/{envelope.pk}/raw")

    assert response.content == RAW
    assert response["Content-Type"] == "message/rfc822"


def test_a_replay_settles_the_envelope_anew() -> None:
    envelope = make_envelope(reason="failed")

    told = api_of(make_agent(role="team_leader")).post(f"/envelopes/{envelope.pk}/replay").json()

    assert told["id"] == envelope.pk
    assert told["reason"] != "failed"


def test_the_case_of_an_envelope_is_named_only_to_who_may_see_it() -> None:
    case = make_case()
    Case.objects.update(secrecy=Case.Secrecy.PROTECTED)
    envelope = make_envelope("processed", entry=case.entries.get())

    told = api_of(make_agent(role="team_leader")).get(f"/envelopes/{envelope.pk}").json()

    assert (told["state"], told["case"], told["entry_id"]) == ("processed", None, None)


def test_a_failed_delivery_is_sent_again_and_one_under_way_is_not() -> None:
    case = make_case()
    api = api_of(make_agent())
    sent = api.post(f"/cases/{case}/messages", {"text": "Hej"}).json()["delivery"][0]["id"]

    problem(api.post(f"/deliveries/{sent}/resend"), 409, "not-resendable")
    Delivery.objects.update(state=Delivery.State.FAILED, state_at=now())
    assert api.post(f"/deliveries/{sent}/resend").json()["state"] == "queued"

    Case.objects.update(secrecy=Case.Secrecy.PROTECTED, assignee=None)
    problem(api.post(f"/deliveries/{sent}/resend"), 404, "not-found")

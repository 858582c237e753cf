import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from lyhord.api.models import StoredAnswer
from lyhord.api.tests.clients import Api, api_of, problem
from lyhord.cases.models import Case, Entry
from lyhord.cases.tests.factories import make_agent, make_case
from lyhord.people.models import ApiToken

pytestmark = pytest.mark.django_db


def test_without_token_nothing_is_told_but_how_to_get_in() -> None:
    make_case()

    response = Api("").get("/cases")

    assert "lyhord token create" in problem(response, 401, "unauthenticated")["detail"]
    assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("change", ["revoked_at", "expires_at"])
def test_revoked_and_expired_tokens_open_nothing(change: str) -> None:
    api = api_of(make_agent())
    ApiToken.objects.update(**{change: now() - timedelta(seconds=1)})

    problem(api.get("/cases"), 401, "unauthenticated")


def test_a_closed_account_takes_its_tokens_along() -> None:
    agent = make_agent()
    api = api_of(agent)
    agent.is_active = False
    agent.save()

    problem(api.get("/cases"), 401, "unauthenticated")


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Basic YTpi", "Bearer lyh_wrong", "lyh_", "Bearer å"])
def test_odd_credentials_are_refused(header: str) -> None:
    response = Client(raise_request_exception=False).get("/api/v1/me", headers={"Authorization": header})

    problem(response, 401, "unauthenticated")


def test_a_scope_leaves_its_permission_and_seeing_but_no_more() -> None:
    case = make_case()
    api = api_of(make_agent(), "cases.note")

    assert api.get(f"/cases/{case}").status_code == 200
    assert api.post(f"/cases/{case}/notes", {"text": "Ring upp."}).status_code == 201
    assert problem(api.post(f"/cases/{case}/messages", {"text": "Hej"}), 403, "not-permitted")["permission"] == (
        "cases.reply"
    )
    assert problem(api.get("/customers"), 403, "not-permitted")["permission"] == "customers.see"
    assert api.get("/me").json()["permissions"] == ["cases.note", "cases.see"]


def test_a_token_can_never_do_more_than_its_agent() -> None:
    planner = make_agent(role="planner")
    case = make_case()
    before = Entry.objects.count()

    refused = problem(api_of(planner, "*").post(f"/cases/{case}/notes", {"text": "x"}), 403, "not-permitted")

    assert refused["permission"] == "cases.note"
    assert Entry.objects.count() == before


def test_the_use_of_a_token_is_noted_once_a_minute() -> None:
    api = api_of(make_agent())

    api.get("/me")
    first = ApiToken.objects.get().latest_use_at
    api.get("/me")

    assert first is not None
    assert ApiToken.objects.get().latest_use_at == first


def test_a_token_has_so_many_requests_a_minute(settings: LazySettings) -> None:
    settings.LYHORD_API_REQUESTS_PER_MINUTE = 2
    agent = make_agent()
    api = api_of(agent)
    statuses = {api.get("/me").status_code for _ in range(2)}

    refused = api.get("/me")

    assert statuses == {200}
    problem(refused, 429, "too-many-requests")
    assert 0 < int(refused["Retry-After"]) <= 60
    assert api_of(agent).get("/me").status_code == 200


def test_a_page_uses_its_session_and_needs_its_csrf_token_to_change_anything() -> None:
    case = make_case()
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(make_agent(), backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(f"/api/v1/cases/{case}").status_code == 200
    refused = client.post(f"/api/v1/cases/{case}/notes", {"text": "x"}, content_type="application/json")

    problem(refused, 403, "csrf")
    client.get("/accounts/login/")
    client.cookies["csrftoken"] = "a" * 32
    headers = {"X-CSRFToken": "a" * 32}
    path = f"/api/v1/cases/{case}/notes"
    assert client.post(path, {"text": "x"}, content_type="application/json", headers=headers).status_code == 201


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"),
    [
        ("get", "/nothing/here", 404, "not-found"),
        ("get", "/cases/1000-0000", 404, "not-found"),
        ("get", "/cases/zzz", 404, "not-found"),
        ("get", "/customers/99999999999999999999", 404, "not-found"),
        ("get", "/attachments/1", 404, "not-found"),
        ("delete", "/cases", 405, "method-not-allowed"),
        ("get", "/cases?limit=0", 422, "invalid"),
        ("get", "/cases?limit=x", 422, "invalid"),
        ("get", "/cases?status=gone", 422, "invalid"),
        ("get", "/cases?queue=gone", 422, "invalid"),
        ("get", "/cases?assignee=gone", 422, "invalid"),
        ("get", "/cases?cursor=forged", 422, "cursor"),
        ("get", "/customers?cursor=forged", 422, "cursor"),
        ("get", "/cases?updated_since=yesterday", 422, "invalid"),
        ("get", "/search", 422, "invalid"),
    ],
)
def test_every_error_is_a_problem(method: str, path: str, status: int, kind: str) -> None:
    api = api_of(make_agent())
    response = getattr(api.client, method)(f"/api/v1{path}", headers={"Authorization": f"Bearer {api.secret}"})

    told = problem(response, status, kind)

    if status == 405:
        assert response["Allow"] == "GET, POST"
    if kind == "invalid":
        assert told["errors"][0]["at"]


def test_unreadable_json_and_wrong_members_are_told_by_place() -> None:
    case = make_case()
    api = api_of(make_agent())
    headers = {"Authorization": f"Bearer {api.secret}"}
    broken = api.client.post(f"/api/v1/cases/{case}/notes", "{", content_type="application/json", headers=headers)

    problem(broken, 400, "bad-request")
    wrong = problem(api.post(f"/cases/{case}/messages", {"text": "Hej", "too": ["a@b.se"]}), 422, "invalid")
    assert wrong["errors"][0]["at"] == "too"
    empty = problem(api.post(f"/cases/{case}/messages", {"text": " "}), 422, "invalid")
    assert "Write something" in empty["detail"]
    nobody = problem(api.post(f"/cases/{case}/messages", {"text": "x", "to": ["nobody"]}), 422, "invalid")
    assert "nobody" in nobody["errors"][0]["detail"]


def test_what_cannot_be_kept_is_refused() -> None:
    case = make_case()
    api = api_of(make_agent(role="team_leader"))

    problem(api.get("/envelopes", account="a\x00b"), 422, "invalid")
    problem(api.patch(f"/cases/{case}", {"queue": "a\x00b"}), 422, "invalid")
    problem(api.patch(f"/cases/{case}", {"subject": "a\ud800b"}), 422, "invalid")
    refused = api.patch(f"/cases/{case}", {"subject": "a\x00b"}, Idempotency_Key="k")
    problem(refused, 422, "invalid")


def test_a_failure_of_ours_is_told_without_its_innards(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_facts: object) -> None:
        raise RuntimeError("a secret in the trace")

    monkeypatch.setattr("lyhord.cases.api.searching.search_cases", fail)

    told = problem(api_of(make_agent()).get("/search", q="x"), 500, "failure")

    assert "secret" not in str(told)


def test_a_repeated_post_is_done_once_and_answered_alike() -> None:
    case = make_case()
    api = api_of(make_agent())
    key = str(uuid.uuid4())

    first = api.post(f"/cases/{case}/notes", {"text": "Ring upp."}, Idempotency_Key=key)
    again = api.post(f"/cases/{case}/notes", {"text": "Ring upp."}, Idempotency_Key=key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again["Idempotency-Replayed"] == "true"
    assert Entry.objects.filter(kind="note").count() == 1


def test_a_key_belongs_to_one_request_and_one_token() -> None:
    case = make_case()
    agent = make_agent()
    api, other = api_of(agent), api_of(agent)
    api.post(f"/cases/{case}/notes", {"text": "Ett"}, Idempotency_Key="k")

    problem(api.post(f"/cases/{case}/notes", {"text": "Två"}, Idempotency_Key="k"), 422, "idempotency-key")
    assert other.post(f"/cases/{case}/notes", {"text": "Två"}, Idempotency_Key="k").status_code == 201
    problem(api.post(f"/cases/{case}/notes", {"text": "x"}, Idempotency_Key="k" * 256), 422, "idempotency-key")


def test_a_refused_request_may_use_its_key_again_when_mended() -> None:
    case = make_case()
    api = api_of(make_agent())

    problem(api.post(f"/cases/{case}/notes", {"text": ""}, Idempotency_Key="k"), 422, "invalid")

    assert api.post(f"/cases/{case}/notes", {"text": "Mendad"}, Idempotency_Key="k").status_code == 201


def test_answers_are_kept_a_day() -> None:
    case = make_case()
    api = api_of(make_agent())
    api.post(f"/cases/{case}/notes", {"text": "Ett"}, Idempotency_Key="k")
    StoredAnswer.objects.update(created_at=now() - timedelta(hours=24, seconds=1))

    assert api.post(f"/cases/{case}/notes", {"text": "Två"}, Idempotency_Key="k").status_code == 201


@pytest.mark.django_db(transaction=True)
def test_of_eight_equal_posts_at_once_one_is_done() -> None:
    case = make_case()
    api = api_of(make_agent())

    def post(_number: int) -> str:
        mine = Api(api.secret)
        try:
            answer = mine.post(f"/cases/{case}/notes", {"text": "Samtidigt"}, Idempotency_Key="k")
            return str(answer.json()["id"]) if answer.status_code == 201 else answer.content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(post, range(8)))

    assert len(set(answers)) == 1
    assert Entry.objects.filter(kind="note").count() == 1
    assert Case.objects.get().version == 2

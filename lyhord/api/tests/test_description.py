from typing import Any

import pytest
from django.test import Client
from openapi_spec_validator import OpenAPIV31SpecValidator

from lyhord.api.composition import api
from lyhord.api.schema import openapi, permissions_by_operation
from lyhord.api.tests.clients import api_of, problem
from lyhord.cases.models import Attachment, Case, Delivery, Entry
from lyhord.cases.tests.factories import make_agent, make_case, make_queue, make_team
from lyhord.channels.models import Envelope
from lyhord.core.files import store
from lyhord.core.models import AuditRecord
from lyhord.core.permissions import declared

pytestmark = pytest.mark.django_db


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, method, told) for path, methods in openapi()["paths"].items() for method, told in methods.items()]


def test_the_description_is_valid_openapi_3_1() -> None:
    told = Client().get("/api/v1/openapi.json").json()

    OpenAPIV31SpecValidator(told).validate()

    assert told["openapi"] == "3.1.0"
    assert {"/api/v1/cases", "/api/v1/cases/{number}", "/api/v1/envelopes/{envelope_id}/replay"} <= set(told["paths"])


def test_every_route_names_permissions_that_exist() -> None:
    permissions = permissions_by_operation()

    assert {told["operationId"] for _path, _method, told in operations()} == set(permissions)
    for operation, codes in permissions.items():
        assert codes, operation
        assert set(codes) <= set(declared), operation


def test_the_reference_page_shows_every_operation_without_script_or_style_of_its_own() -> None:
    page = Client().get("/api/v1/docs").content.decode()

    for _path, _method, told in operations():
        assert f'id="{told["operationId"]}"' in page
    assert " style=" not in page
    assert "<c-" not in page
    assert "<script>" not in page


@pytest.fixture
def secret_paths() -> dict[str, str]:
    """A case in a queue that only its own team may see, with all that hangs on it."""
    queue = make_queue(teams=(make_team(),), is_restricted=True)
    case = make_case(queue, text="hemlig zink")
    attachment = Attachment.objects.create(
        entry=case.entries.get(), file=store(content=b"zink"), filename="zink.txt", content_type="text/plain"
    )
    entry = Entry.objects.create(case=case, kind="message", direction="out", text="zink")
    delivery = Delivery.objects.create(entry=entry, recipient="zink@example.com", state="failed")
    envelope = Envelope.objects.create(channel="mail", account="a", external_id="zink", raw=b"zink", state="processed")
    return {
        "number": str(case),
        "customer_id": "0",
        "attachment_id": str(attachment.pk),
        "delivery_id": str(delivery.pk),
        "envelope_id": str(envelope.pk),
        "entry_id": str(entry.pk),
    }


BODIES: dict[str, Any] = {
    "update_case": {"priority": "urgent"},
    "add_message": {"text": "x"},
    "add_note": {"text": "x"},
    "move_message": {"to": "1000-0016"},
    "create_case": {"customer": {"email": "a@b.se"}, "queue": "x", "subject": "x"},
}


def state_of_everything() -> tuple[Any, ...]:
    return (
        list(Case.objects.values_list("pk", "version", "priority")),
        Entry.objects.count(),
        list(Delivery.objects.values_list("pk", "state")),
        list(Envelope.objects.values_list("pk", "state", "attempts")),
        AuditRecord.objects.count(),
    )


@pytest.mark.parametrize("operation_id", sorted(permissions_by_operation()))
def test_who_lacks_every_permission_gets_nothing_and_changes_nothing(
    operation_id: str, secret_paths: dict[str, str]
) -> None:
    nobody = make_agent()
    nobody.roles.clear()
    api_of_nobody = api_of(nobody)
    path, method, _told = next(each for each in operations() if each[2]["operationId"] == operation_id)
    before = state_of_everything()

    response = call(api_of_nobody, method, path.format(**secret_paths), operation_id)

    if response.status_code != 422:
        problem(response, 403, "not-permitted")
    assert state_of_everything() == before


@pytest.mark.parametrize("operation_id", sorted(permissions_by_operation()))
def test_who_may_not_see_a_case_finds_no_trace_of_it(operation_id: str, secret_paths: dict[str, str]) -> None:
    path, method, _told = next(each for each in operations() if each[2]["operationId"] == operation_id)
    stranger = api_of(make_agent())
    before = state_of_everything()

    response = call(stranger, method, path.format(**secret_paths), operation_id)

    assert b"zink" not in response.content.replace(b'"words": ["zink"]', b"")
    assert secret_paths["number"].encode() not in response.content
    if "{" in path:
        assert response.status_code in {403, 404}
        assert state_of_everything() == before


def call(client: Any, method: str, path: str, operation_id: str) -> Any:
    short = path.removeprefix("/api/v1")
    if method == "get":
        return client.get(short, **({"q": "zink"} if operation_id == "search" else {}))
    return getattr(client, method)(short, BODIES.get(operation_id))


def test_all_routes_stand_under_one_version() -> None:
    assert all(path.startswith("/api/v1/") for path, _method, _told in operations())
    assert api.version

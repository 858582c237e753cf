from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from lyhord.cases.tests.factories import make_case, make_queue
from lyhord.core.health.beats import beat
from lyhord.core.models import Heartbeat

pytestmark = pytest.mark.django_db


def test_anybody_may_ask_whether_it_lives(client: Client) -> None:
    assert client.get("/healthz").status_code == 200


def test_it_is_ready_when_a_worker_was_seen(client: Client) -> None:
    beat("worker")

    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["is_ready"]


def test_it_is_not_ready_when_no_worker_was_seen_lately(client: Client) -> None:
    Heartbeat.objects.create(part="worker", seen_at=now() - timedelta(minutes=2))

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["database"]
    assert not answer.json()["worker"]


def test_it_names_migrations_that_are_missing(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'people'")

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert "people.0001_initial" in answer.json()["missing_migrations"]


def test_metrics_count_cases_by_queue_and_hold_no_words_of_customers(client: Client) -> None:
    queue = make_queue()
    case = make_case(queue)

    text = client.get("/metrics").content.decode()

    assert f'lyhord_open_cases{{queue="{queue.name}"}} 1.0' in text
    assert case.subject not in text


def test_an_address_with_a_number_is_no_series_of_its_own(client: Client) -> None:
    client.get("/cases/1048-2273/")

    assert "1048-2273" not in client.get("/metrics").content.decode()

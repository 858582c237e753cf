"""The hot paths of a department with history read by their index, and no more than they show."""

from collections.abc import Iterator
from datetime import datetime
from threading import Event

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from bench.department import Department
from bench.filling import fill_block, fill_ground, finish
from bench.rows import MAILBOX
from lyhord.cases.measures import deliveries_by_state
from lyhord.cases.models import Case, Delivery, Entry, Queue
from lyhord.cases.queries import case_for, earlier_cases_of, inbox_counts, inbox_page, timeline_of
from lyhord.cases.search import bulk_index, search_cases
from lyhord.channels.intake.draining import settle_next
from lyhord.channels.intake.premises import read_premises
from lyhord.channels.measures import envelopes_to_settle
from lyhord.channels.outbox.dispatching import Outbox
from lyhord.channels.queries import count_held, held_for, ledger_of
from lyhord.channels.tests.factories import arrive, make_mail
from lyhord.customers.queries import customers_page
from lyhord.people.models import Agent
from tests.query_plans import read_by_the_database

CASES = 10_000
PAGE = 31
EMPTIED = (
    "people_agent, people_team, cases_queue, customers_customer, cases_case, cases_searchword, "
    "channels_mailbox, channels_envelope, core_storedfile"
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def department(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Department]:
    """Ten thousand cases, two thousand of them open, with statistics; gone when the module is done."""
    made = Department(cases=CASES, at=timezone.now().replace(microsecond=0), agents=40)
    with django_db_blocker.unblock():
        connection.ensure_connection()
        raw = connection.connection
        fill_ground(raw, made)
        for block in made.blocks:
            fill_block(raw, made, block)
        finish(raw, made)
        bulk_index()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    yield made
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {EMPTIED} CASCADE")


@pytest.fixture
def agent() -> Agent:
    """Sees the queues that are not restricted and those of one team."""
    found: Agent = Agent.objects.get(email="agent3@nordljus.example")
    return found


@pytest.fixture
def leader() -> Agent:
    """Sees every queue."""
    found: Agent = Agent.objects.get(email="agent10@nordljus.example")
    return found


@pytest.fixture
def at() -> datetime:
    return timezone.now()


@pytest.mark.parametrize("who", ["agent", "leader"])
@pytest.mark.parametrize(
    ("view", "index"),
    [
        ("mine", "case_open_by_agent"),
        ("unassigned", "case_unassigned_by_due"),
        ("queue", "case_open_by_queue"),
        ("waiting", "case_open_by_activity"),
        ("snoozed", "case_snoozed"),
        ("all", "case_by_activity"),
        ("resolved", "case_by_activity"),
    ],
)
def test_every_list_and_its_next_page_are_read_by_their_index(
    view: str, index: str, who: str, at: datetime, request: pytest.FixtureRequest
) -> None:
    person: Agent = request.getfixturevalue(who)
    queue = Queue.objects.get(slug="ko-17") if view == "queue" else None

    with read_by_the_database() as first:
        page = inbox_page(agent=person, view=view, queue=queue, limit=PAGE - 1, at=at)
    with read_by_the_database() as second:
        inbox_page(agent=person, view=view, queue=queue, limit=PAGE - 1, after=page.next, at=at)

    for reading in (first, second):
        assert index in reading.indexes
        assert not reading.scanned
        assert reading.rows <= 20 * PAGE
        assert reading.buffers <= 1_000


def test_counts_read_open_cases_alone(agent: Agent, at: datetime) -> None:
    with read_by_the_database() as reading:
        inbox_counts(agent=agent, at=at)

    assert any(index.startswith("case_open") for index in reading.indexes)
    assert not reading.scanned
    assert reading.rows <= Case.objects.is_open().count()


def test_case_is_found_by_its_number(leader: Agent) -> None:
    number = Case.objects.order_by("pk")[CASES // 2].number

    with read_by_the_database() as reading:
        case_for(agent=leader, number=number)

    assert "cases_case_number_key" in reading.indexes
    assert not reading.scanned
    assert reading.rows <= 1
    assert reading.buffers <= 40


def test_timeline_and_what_hangs_on_it_are_found_by_the_case(leader: Agent) -> None:
    case = Case.objects.visible_to(leader).order_by("pk")[CASES // 2]

    with read_by_the_database() as reading:
        timeline_of(case=case)

    assert "entry_of_case" in reading.indexes
    assert not reading.scanned
    assert reading.rows <= 2 * PAGE
    assert reading.buffers <= 300


def test_earlier_cases_are_found_by_the_customer(leader: Agent) -> None:
    case = Case.objects.visible_to(leader).select_related("customer").order_by("pk")[CASES // 2]

    with read_by_the_database() as reading:
        earlier_cases_of(customer=case.customer, agent=leader, but=case)

    assert "case_by_customer" in reading.indexes
    assert not reading.scanned
    assert reading.rows <= 2 * PAGE


@pytest.mark.parametrize("text", ["leverans", "700123", "kund17@example.com", "order faktura", "status:öppen retur"])
def test_search_goes_through_the_index_of_words_in_every_window(agent: Agent, text: str, at: datetime) -> None:
    with read_by_the_database() as reading:
        search_cases(agent=agent, text=text, at=at)

    assert "case_search_vector" in reading.indexes
    assert not reading.scanned - {"cases_searchword"}


def test_a_letter_is_claimed_and_threaded_by_index(department: Department) -> None:
    heard = Entry.objects.filter(direction="in", message_id__gt="").order_by("pk")[1_000]
    letter = make_mail(sender=heard.author_address, headers={"In-Reply-To": heard.message_id})
    arrive(letter, recipients=(MAILBOX,), sender=heard.author_address, account=MAILBOX)

    with read_by_the_database() as reading:
        assert settle_next(premises=read_premises())

    assert {"envelope_waiting", "entry_by_message_id", "contact_point_is_one_customers"} <= reading.indexes
    assert not reading.scanned
    assert reading.rows <= 2 * PAGE


def test_what_is_due_to_leave_is_found_by_index() -> None:
    answer = Entry.objects.filter(direction="out").order_by("pk")[1_000]
    Delivery.objects.create(entry=answer, recipient="maja@example.com", due_at=timezone.now())

    with read_by_the_database() as reading:
        assert Outbox(line=None, stop=Event()).send_due() == 1

    assert "delivery_due" in reading.indexes
    assert not reading.scanned
    assert reading.rows <= 2 * PAGE


def test_ledger_and_what_is_held_are_read_by_index(leader: Agent, at: datetime) -> None:
    with read_by_the_database() as ledger:
        ledger_of(on=at.date(), at=at)
    with read_by_the_database() as held:
        held_for(leader)
        count_held(leader)

    assert not ledger.scanned
    assert "envelope_held" in held.indexes
    assert not held.scanned


@pytest.mark.parametrize("text", ["nummer77", "kund77@exam"])
def test_customers_are_found_by_index(leader: Agent, text: str) -> None:
    with read_by_the_database() as reading:
        customers_page(agent=leader, text=text)

    assert {"customer_by_word", "contact_point_by_beginning"} <= reading.indexes
    assert not reading.scanned


def test_what_waits_to_be_done_is_counted_without_what_is_done() -> None:
    with read_by_the_database() as reading:
        deliveries = list(deliveries_by_state())
        envelopes = list(envelopes_to_settle())

    assert deliveries
    assert envelopes
    assert not reading.scanned

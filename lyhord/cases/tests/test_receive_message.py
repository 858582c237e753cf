from datetime import timedelta

import pytest

from lyhord.cases.actions.change_status import change_status
from lyhord.cases.actions.reply_to_case import reply_to_case
from lyhord.cases.models import Case
from lyhord.cases.tests.factories import NOON, hear_again, make_agent, make_case, make_queue
from lyhord.core import case_numbers
from lyhord.core.actions import SYSTEM

pytestmark = pytest.mark.django_db


def test_first_message_opens_a_case_whose_clock_runs_from_when_the_customer_wrote() -> None:
    case = make_case(make_queue(response_time_min=60), text="Var är min order?\nHälsningar Maja")

    assert case.status == Case.Status.NEW
    assert case.reply_due_at == NOON + timedelta(minutes=60)
    assert case.preview == "Var är min order? Hälsningar Maja"
    assert case_numbers.is_valid(case.number)


def test_customers_answer_opens_a_resolved_case_again() -> None:
    case = make_case()
    change_status(case=case, status=Case.Status.RESOLVED, by=SYSTEM, at=NOON)

    entry = hear_again(case, at=NOON + timedelta(days=1))

    case.refresh_from_db()
    assert entry.case == case
    assert case.status == Case.Status.OPEN
    assert case.resolved_at is None
    assert case.reply_due_at == NOON + timedelta(days=1, minutes=480)


def test_answer_to_a_closed_case_opens_a_case_that_follows_it() -> None:
    case = make_case()
    change_status(case=case, status=Case.Status.CLOSED, by=SYSTEM, at=NOON)

    entry = hear_again(case)

    case.refresh_from_db()
    assert entry.case.follows == case
    assert case.is_closed
    assert case.entries.filter(event="followed_up").get().facts == {"follow_up": str(entry.case)}


def test_second_message_does_not_postpone_the_answer_that_is_due() -> None:
    case = make_case()
    due = case.reply_due_at

    hear_again(case, at=NOON + timedelta(hours=2))

    case.refresh_from_db()
    assert case.reply_due_at == due


def test_automatic_message_is_kept_but_neither_opens_the_case_nor_starts_its_clock() -> None:
    case = make_case()
    agent = make_agent()
    reply_to_case(case=case, html="<p>Hej</p>", recipients={"to": ["a@example.com"]}, by=agent, at=NOON)

    hear_again(case, "Jag är på semester", is_auto=True)

    case.refresh_from_db()
    assert case.status == Case.Status.WAITING_CUSTOMER
    assert case.reply_due_at is None
    assert case.entries.filter(is_auto=True).count() == 1

from datetime import timedelta

import pytest
from django.http import Http404
from pytest_django import DjangoAssertNumQueries

from lyhord.cases.actions.change_status import change_status
from lyhord.cases.actions.take_case import take_case
from lyhord.cases.actions.watch_case import leave_case, mark_seen, watch_case
from lyhord.cases.models import Case
from lyhord.cases.queries import (
    case_for,
    inbox_counts,
    inbox_page,
    recipients_for_reply,
    timeline_of,
    viewers_of,
)
from lyhord.cases.tests.factories import NOON, hear_again, make_agent, make_case, make_customer, make_queue, make_team
from lyhord.core.actions import SYSTEM
from lyhord.people.models import Agent

pytestmark = pytest.mark.django_db


def test_list_goes_by_time_left_and_pages_by_key_without_repeats_or_gaps() -> None:
    agent, queue = make_agent(), make_queue()
    cases = [make_case(queue, at=NOON + timedelta(minutes=minute)) for minute in (5, 3, 9, 1, 7)]

    first = inbox_page(agent=agent, view="unassigned", limit=2, at=NOON)
    second = inbox_page(agent=agent, view="unassigned", limit=2, after=first.next, at=NOON)
    third = inbox_page(agent=agent, view="unassigned", limit=2, after=second.next, at=NOON)

    by_due = [str(case) for case in sorted(cases, key=lambda case: case.active_at)]
    assert [row.number for page in (first, second, third) for row in page.rows] == by_due
    assert third.next is None


@pytest.mark.parametrize("number_of_cases", [1, 3])
def test_list_costs_the_same_number_of_queries_however_long(
    number_of_cases: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    queue = make_queue()
    for _ in range(number_of_cases):
        make_case(queue)
    agent = Agent.objects.get(pk=make_agent().pk)

    with django_assert_num_queries(3):
        inbox_page(agent=agent, view="unassigned", at=NOON)


def test_case_of_another_teams_restricted_queue_does_not_exist() -> None:
    team = make_team()
    secret = make_case(make_queue(is_restricted=True, teams=(team,)))
    outsider, insider = make_agent(), make_agent(teams=(team,))

    with pytest.raises(Http404):
        case_for(agent=outsider, number=str(secret))
    assert inbox_page(agent=outsider, view="all", at=NOON).rows == []
    assert inbox_counts(agent=outsider, at=NOON)["unassigned"] == 0
    assert case_for(agent=insider, number=str(secret)) == secret


def test_protected_case_is_seen_by_its_assignee_and_the_data_protection_officer_only() -> None:
    customer = make_customer()
    customer.is_protected = True
    customer.save()
    case = make_case(customer=customer)
    assignee, other, officer = make_agent(), make_agent(), make_agent(role="data_protection_officer")
    Case.objects.filter(pk=case.pk).update(assignee=assignee)

    assert case_for(agent=assignee, number=case.number) == case
    assert case_for(agent=officer, number=case.number) == case
    with pytest.raises(Http404):
        case_for(agent=other, number=case.number)


def test_row_is_unread_until_its_agent_has_seen_it_and_again_when_the_customer_writes() -> None:
    agent, case = make_agent(), make_case()

    def is_unread() -> bool:
        return inbox_page(agent=agent, view="all", at=NOON).rows[0].is_unread

    assert is_unread()
    mark_seen(case=case, by=agent, at=NOON + timedelta(minutes=1))
    assert not is_unread()
    hear_again(case, at=NOON + timedelta(minutes=2))
    assert is_unread()


def test_counts_follow_the_cases() -> None:
    agent, queue = make_agent(), make_queue()
    taken, _waiting = make_case(queue), make_case(queue)
    take_case(case=taken, by=agent, at=NOON)
    change_status(case=make_case(queue), status=Case.Status.WAITING_CUSTOMER, by=SYSTEM, at=NOON)
    change_status(case=make_case(queue), status=Case.Status.CLOSED, by=SYSTEM, at=NOON)

    counts = inbox_counts(agent=agent, at=NOON)

    assert counts == {"mine": 1, "unassigned": 1, "waiting": 1, f"queue:{queue.pk}": 2}


def test_long_timeline_comes_in_parts_with_the_latest_first() -> None:
    case = make_case()
    for number in range(4):
        hear_again(case, f"Rad {number}")

    latest = timeline_of(case=case, limit=3)
    earlier = timeline_of(case=case, before=latest.earlier, limit=3)

    assert [entry.text for entry in latest.entries] == ["Rad 1", "Rad 2", "Rad 3"]
    assert [entry.text for entry in earlier.entries] == ["Var är min order?", "Rad 0"]
    assert earlier.earlier is None


def test_colleague_who_writes_is_shown_until_they_leave_or_fall_silent() -> None:
    case, elsa, amira = make_case(), make_agent("Elsa Lindqvist"), make_agent("Amira Haddad")
    watch_case(case=case, is_writing=True, by=amira, at=NOON)

    assert [(v.agent, v.is_writing) for v in viewers_of(case=case, at=NOON, but=elsa)] == [(amira, True)]
    assert viewers_of(case=case, at=NOON + timedelta(minutes=2), but=elsa) == []
    leave_case(case=case, by=amira)
    assert viewers_of(case=case, at=NOON, but=elsa) == []


def test_reply_goes_to_who_wrote_and_reply_all_to_everybody_but_ourselves() -> None:
    case = make_case(
        customer=make_customer("Maja", "maja@example.com"),
        recipients={
            "to": ["Kundservice@nordljus.example", "sven@example.com"],
            "cc": ["brf@example.com", "maja@example.com"],
        },
    )
    ours = frozenset({"kundservice@nordljus.example"})

    assert recipients_for_reply(case=case, own_addresses=ours)["to"] == ["maja@example.com"]
    assert recipients_for_reply(case=case, own_addresses=ours, to_all=True) == {
        "to": ["maja@example.com"],
        "cc": ["sven@example.com", "brf@example.com"],
        "bcc": [],
    }

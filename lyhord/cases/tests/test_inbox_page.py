from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from lyhord.cases.actions.assign_case import assign_case
from lyhord.cases.actions.snooze_case import snooze_case
from lyhord.cases.models import Case
from lyhord.cases.tests.factories import make_agent, make_case, make_customer, make_queue, make_team
from lyhord.core.actions import SYSTEM
from lyhord.people.models import Agent

pytestmark = pytest.mark.django_db


def signed_in(agent: Agent) -> Client:
    client = Client()
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(agent: Agent, address: str) -> str:
    response = signed_in(agent).get(address)
    assert response.status_code == 200, response
    return response.content.decode()


def test_my_cases_show_what_i_answer_by_time_left_and_nothing_of_others() -> None:
    agent, other = make_agent(), make_agent("Amira Haddad")
    soon = make_case(make_queue(response_time_min=30), subject="Bråttom", at=now())
    later = make_case(make_queue(response_time_min=600), subject="Sedan", at=now())
    theirs = make_case(subject="Amiras", at=now())
    for case, assignee in ((later, agent), (soon, agent), (theirs, other)):
        assign_case(case=case, assignee=assignee, by=SYSTEM, at=now())

    html = page(agent, "/inbox/mine/")

    assert html.index("Bråttom") < html.index("Sedan")
    assert "Amiras" not in html


def test_unassigned_shows_what_nobody_has_and_its_unread_mark() -> None:
    agent = make_agent()
    case = make_case(subject="Ny fråga", at=now())

    html = page(agent, "/inbox/unassigned/")

    assert "Ny fråga" in html
    assert "data-unread" in html
    page(agent, f"/cases/{case}/")
    assert "data-unread" not in page(agent, "/inbox/unassigned/")


def test_queue_lists_its_own_cases_and_a_restricted_queue_does_not_exist_for_others() -> None:
    team = make_team()
    outsider = make_agent()
    insider = make_agent("Insatt Person", teams=(team,))
    queue = make_queue(teams=(team,), is_restricted=True)
    make_case(queue, subject="Känsligt", at=now())

    assert "Känsligt" in page(insider, f"/inbox/queue/{queue.slug}/")
    assert signed_in(outsider).get(f"/inbox/queue/{queue.slug}/").status_code == 404
    assert "Känsligt" not in page(outsider, "/inbox/all/")


def test_snoozed_case_leaves_the_list_and_stands_among_those_put_aside() -> None:
    agent = make_agent()
    case = make_case(subject="Kom tillbaka", at=now())
    assign_case(case=case, assignee=agent, by=SYSTEM, at=now())
    snooze_case(case=case, until=now() + timedelta(days=1), by=agent, at=now())

    assert "Kom tillbaka" not in page(agent, "/inbox/mine/")
    assert "Kom tillbaka" in page(agent, "/inbox/snoozed/")


def test_more_than_a_page_continues_where_it_ended_without_repeats() -> None:
    agent, queue = make_agent(), make_queue()
    for serial in range(33):
        make_case(queue, make_customer(), subject=f"Nummer {serial:02}", at=now() - timedelta(minutes=serial))
    client = signed_in(agent)

    first = client.get(f"/inbox/queue/{queue.slug}/").context
    rest = client.get(f"/inbox/queue/{queue.slug}/rows/", {"after": first["next"]}).context

    assert len(first["rows"]) == 30
    assert {row.id for row in first["rows"]} | {row.id for row in rest["rows"]} == set(
        Case.objects.values_list("pk", flat=True)
    )
    assert rest["next"] is None


def test_list_costs_the_same_number_of_queries_with_one_and_three_rows() -> None:
    agent, queue = make_agent(), make_queue()
    client = signed_in(agent)
    make_case(queue, at=now())
    client.get("/inbox/unassigned/rows/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get("/inbox/unassigned/rows/")
    make_case(queue, at=now())
    make_case(queue, at=now())

    with CaptureQueriesContext(connection) as three:
        client.get("/inbox/unassigned/rows/")

    assert len(three) == len(one)

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from lyhord.cases.actions.add_note import add_note
from lyhord.cases.actions.assign_case import AssigneeMayNotSeeCase, assign_case
from lyhord.cases.actions.change_priority import change_priority
from lyhord.cases.actions.change_status import change_status
from lyhord.cases.actions.change_tags import change_tags
from lyhord.cases.actions.hand_over_case import hand_over_case
from lyhord.cases.actions.move_case import move_case
from lyhord.cases.actions.snooze_case import snooze_case, wake_case
from lyhord.cases.actions.take_case import CaseAlreadyTaken, take_case
from lyhord.cases.models import Case, CaseChangedMeanwhile, Entry, Mention
from lyhord.cases.tests.factories import NOON, hear_again, make_agent, make_case, make_queue
from lyhord.core.actions import SYSTEM, NotPermitted
from lyhord.core.models import AuditRecord, LiveEvent
from lyhord.people.models import Agent


@pytest.mark.django_db
def test_taking_a_new_case_opens_it_and_tells_the_queues_screens() -> None:
    agent = make_agent()
    case = take_case(case=make_case(), by=agent, at=NOON)

    assert (case.assignee, case.status) == (agent, Case.Status.OPEN)
    shown = LiveEvent.objects.latest("pk")
    assert shown.body["what"] == "assigned"
    assert {f"queue.{case.queue_id}", f"agent.{agent.pk}", f"case.{case}"} == set(shown.topics)


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_take_a_case_at_once_one_gets_it() -> None:
    case = make_case()
    agents = [make_agent(f"Medarbetare {number}") for number in range(8)]

    def try_to_take(agent: Agent) -> bool:
        try:
            take_case(case=case, by=agent, at=NOON)
        except CaseAlreadyTaken:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(try_to_take, agents))

    assert outcomes.count(True) == 1
    case.refresh_from_db()
    assert case.assignee == agents[outcomes.index(True)]
    assert case.entries.filter(event="assigned").count() == 1


@pytest.mark.django_db
def test_assigning_the_same_agent_again_writes_nothing() -> None:
    agent = make_agent()
    case = assign_case(case=make_case(), assignee=agent, by=SYSTEM, at=NOON)

    assign_case(case=case, assignee=agent, by=SYSTEM, at=NOON)

    assert case.entries.filter(event="assigned").count() == 1


@pytest.mark.django_db
def test_case_is_not_assigned_to_somebody_who_may_not_see_cases() -> None:
    blind = make_agent()
    blind.roles.clear()
    case = make_case()

    with pytest.raises(AssigneeMayNotSeeCase):
        assign_case(case=case, assignee=Agent.objects.get(pk=blind.pk), by=SYSTEM, at=NOON)

    case.refresh_from_db()
    assert case.assignee is None


@pytest.mark.django_db
def test_case_handed_over_carries_its_note_and_leaves_the_former_queue() -> None:
    giver, taker, queue = make_agent("Elsa Lindqvist"), make_agent("Amira Haddad"), make_queue("Retur")
    case = take_case(case=make_case(), by=giver, at=NOON)

    case = hand_over_case(
        case=case, queue=queue, assignee=taker, note="<p>@Amira Haddad lampan är trasig</p>", by=giver, at=NOON
    )

    assert (case.queue, case.assignee) == (queue, taker)
    assert case.entries.get(kind=Entry.Kind.NOTE).text == "@Amira Haddad lampan är trasig"
    assert Mention.objects.get().agent == taker


@pytest.mark.django_db
def test_two_who_change_a_case_at_once_never_overwrite_each_other_silently() -> None:
    case = make_case()
    change_priority(case=case, priority=Case.Priority.HIGH, version=case.version, by=SYSTEM, at=NOON)

    with pytest.raises(CaseChangedMeanwhile) as refusal:
        change_priority(case=case, priority=Case.Priority.LOW, version=case.version, by=SYSTEM, at=NOON)

    assert refusal.value.case.priority == Case.Priority.HIGH
    assert Case.objects.get(pk=case.pk).priority == Case.Priority.HIGH


@pytest.mark.django_db
def test_resolving_stops_the_clock_and_opening_again_starts_a_new_one() -> None:
    case = change_status(case=make_case(), status=Case.Status.RESOLVED, by=SYSTEM, at=NOON)
    assert (case.reply_due_at, case.resolved_at) == (None, NOON)

    case = change_status(case=case, status=Case.Status.OPEN, by=SYSTEM, at=NOON + timedelta(hours=1))

    assert (case.reply_due_at, case.resolved_at) == (NOON + timedelta(hours=9), None)


@pytest.mark.django_db
def test_tags_are_lower_case_without_repeats() -> None:
    case = change_tags(case=make_case(), tags=["Trasig ", "trasig", "Lampa  Skymning", ""], by=SYSTEM, at=NOON)

    assert case.tags == ["lampa skymning", "trasig"]


@pytest.mark.django_db
def test_snoozed_case_comes_back_when_its_time_has_come_or_the_customer_writes() -> None:
    first, second = make_case(), make_case()
    tomorrow = NOON + timedelta(days=1)
    for case in (first, second):
        snooze_case(case=case, until=tomorrow, by=SYSTEM, at=NOON)

    assert wake_case(case=first, by=SYSTEM, at=NOON).snoozed_until == tomorrow
    assert wake_case(case=first, by=SYSTEM, at=tomorrow).snoozed_until is None
    hear_again(second)
    assert Case.objects.get(pk=second.pk).snoozed_until is None


@pytest.mark.django_db
def test_moving_keeps_the_waiting_time_and_tells_both_queues() -> None:
    case = make_case()
    due, former = case.reply_due_at, case.queue

    case = move_case(case=case, queue=make_queue("Faktura"), by=SYSTEM, at=NOON)

    assert case.reply_due_at == due
    assert {f"queue.{former.pk}", f"queue.{case.queue_id}"} <= set(LiveEvent.objects.latest("pk").topics)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("@Amira kan du titta?", ["Amira Haddad"]),
        ("@Amira Haddad kan du titta?", ["Amira Haddad"]),
        ("@Amira Svensson kan du titta?", ["Amira Svensson"]),
        ("Skriv till amira@nordljus.example", []),
        ("Inget här", []),
    ],
)
def test_note_names_the_colleagues_it_mentions(written: str, named: list[str]) -> None:
    author = make_agent("Elsa Lindqvist")
    make_agent("Amira Haddad")
    if "Svensson" in written:
        make_agent("Amira Svensson")

    entry = add_note(case=make_case(), html=f"<p>{written}</p>", by=author, at=NOON)

    assert sorted(mention.agent.name for mention in entry.mentions.all()) == named


@pytest.mark.django_db
def test_who_lacks_the_permission_changes_nothing_and_leaves_no_trail() -> None:
    planner, case = make_agent(role="planner"), make_case()
    attempts: list[Callable[[], object]] = [
        lambda: take_case(case=case, by=planner, at=NOON),
        lambda: change_status(case=case, status=5, by=planner, at=NOON),
        lambda: move_case(case=case, queue=make_queue(), by=planner, at=NOON),
        lambda: add_note(case=case, html="<p>hej</p>", by=planner, at=NOON),
    ]

    for attempt in attempts:
        with pytest.raises(NotPermitted):
            attempt()

    assert Case.objects.get(pk=case.pk).version == case.version
    assert not AuditRecord.objects.exists()

"""A message that came to the wrong case is put in the right one, and back."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from lyhord.cases.actions.change_status import change_status
from lyhord.cases.actions.move_entry import EntryNotMoved, move_entry, undo_move_entry
from lyhord.cases.actions.reply_to_case import reply_to_case
from lyhord.cases.models import Case, Entry
from lyhord.cases.search import search_cases
from lyhord.cases.tests.factories import NOON, hear_again, make_agent, make_case, make_customer
from lyhord.cases.tests.test_inbox_page import page, signed_in
from lyhord.core.actions import NotPermitted
from lyhord.people.models import Agent

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsa() -> Agent:
    return make_agent(role="administrator")


@pytest.fixture
def answered(elsa: Agent) -> Case:
    """A case that was answered, and then got a message that belongs elsewhere."""
    case = make_case(customer=make_customer("Maja Öberg"))
    reply_to_case(case=case, html="<p>Hej</p>", recipients={"to": ["maja@example.com"]}, by=elsa, at=NOON)
    return case


def test_the_right_case_waits_since_the_message_came_and_the_wrong_one_as_before(answered: Case, elsa: Agent) -> None:
    entry = hear_again(answered, "Min faktura är fel", at=NOON + timedelta(hours=1))
    target = make_case(at=NOON)
    reply_to_case(case=target, html="<p>Hej</p>", recipients={"to": ["maja@example.com"]}, by=elsa, at=NOON)

    move_entry(entry=entry, to_case=target, by=elsa, at=NOON + timedelta(hours=3))

    answered.refresh_from_db()
    target.refresh_from_db()
    assert (answered.status, answered.reply_due_at) == (Case.Status.WAITING_CUSTOMER, None)
    assert answered.preview == "Hej"
    assert target.reply_due_at == NOON + timedelta(hours=9)
    assert target.preview == "Min faktura är fel"
    assert entry.case == target
    assert entry.threading["moved"]["from"] == str(answered)
    assert entry.threading["moved"]["name"] == elsa.name


def test_undoing_puts_everything_back(answered: Case, elsa: Agent) -> None:
    entry = hear_again(answered, "Min faktura är fel", at=NOON + timedelta(hours=1))
    target = make_case()
    move_entry(entry=entry, to_case=target, by=elsa, at=NOON)

    undo_move_entry(entry=entry, by=elsa, at=NOON)

    before = Case.objects.get(pk=answered.pk)
    assert entry.case == before
    assert "moved" not in entry.threading
    assert before.status == Case.Status.OPEN
    assert before.reply_due_at == NOON + timedelta(hours=9)
    assert Case.objects.get(pk=target.pk).preview == "Var är min order?"


def test_a_case_that_held_nothing_else_is_closed_and_opens_again_by_undoing(elsa: Agent) -> None:
    wrong, right = make_case(), make_case()
    entry = wrong.entries.get()

    move_entry(entry=entry, to_case=right, by=elsa, at=NOON)
    closed = Case.objects.get(pk=wrong.pk).is_closed
    undo_move_entry(entry=entry, by=elsa, at=NOON)

    assert closed
    assert Case.objects.get(pk=wrong.pk).status == Case.Status.NEW


def test_undoing_leaves_a_case_that_somebody_has_changed_since(answered: Case, elsa: Agent) -> None:
    entry, target = hear_again(answered), make_case()
    move_entry(entry=entry, to_case=target, by=elsa, at=NOON)
    change_status(case=target, status=Case.Status.RESOLVED, by=elsa, at=NOON)

    undo_move_entry(entry=entry, by=elsa, at=NOON)

    assert Case.objects.get(pk=target.pk).status == Case.Status.RESOLVED


def test_the_words_are_found_where_they_are(answered: Case, elsa: Agent) -> None:
    entry, target = hear_again(answered, "Fakturan gäller pelargonjord"), make_case()

    move_entry(entry=entry, to_case=target, by=elsa, at=NOON)

    found = search_cases(agent=elsa, text="pelargonjord", limit=5, at=NOON).hits
    assert [hit.case for hit in found] == [target]


def test_only_customers_messages_move_and_only_into_open_cases(answered: Case, elsa: Agent) -> None:
    ours = answered.entries.get(direction=Entry.Direction.OUT)
    closed = make_case()
    change_status(case=closed, status=Case.Status.CLOSED, by=elsa, at=NOON)

    for entry, target in ((ours, make_case()), (hear_again(answered), closed), (hear_again(answered), answered)):
        with pytest.raises(ValidationError):
            move_entry(entry=entry, to_case=target, by=elsa, at=NOON)


def test_what_was_not_moved_cannot_be_put_back_and_who_may_not_moves_nothing(answered: Case, elsa: Agent) -> None:
    entry = hear_again(answered)

    with pytest.raises(EntryNotMoved):
        undo_move_entry(entry=entry, by=elsa, at=NOON)
    with pytest.raises(NotPermitted):
        move_entry(entry=entry, to_case=make_case(), by=make_agent(role="planner"), at=NOON)


def test_an_agent_moves_a_message_by_its_menu_and_both_cases_tell(answered: Case, elsa: Agent) -> None:
    entry, target = hear_again(answered, "Min faktura är fel"), make_case()
    client = signed_in(elsa)

    asked = client.get(f"/cases/{answered}/entries/{entry.pk}/move/").content.decode()
    missing = client.post(f"/cases/{answered}/entries/{entry.pk}/move/", {"to": "1234-5678"})
    moved = client.post(f"/cases/{answered}/entries/{entry.pk}/move/", {"to": str(target)})

    assert "Flytta" in asked
    assert (missing.status_code, moved.status_code) == (422, 200)
    assert "move/undoing" in moved["HX-Trigger"]
    assert f'till <a href="/cases/{target}/">' in page(elsa, f"/cases/{answered}/")
    shown = page(elsa, f"/cases/{target}/")
    assert "Min faktura är fel" in shown
    assert f"flyttade hit det från ärende {answered}" in shown
    client.post(f"/cases/{target}/entries/{entry.pk}/move/undoing/")
    assert Entry.objects.get(pk=entry.pk).case == answered


def test_programs_move_a_message_and_put_it_back(answered: Case, elsa: Agent) -> None:
    entry, target = hear_again(answered), make_case()
    client = signed_in(elsa)
    address = f"/api/v1/cases/{{}}/entries/{entry.pk}/move"

    moved = client.post(address.format(answered), {"to": str(target)}, content_type="application/json")
    again = client.post(address.format(target), {"to": "0000-0000"}, content_type="application/json")
    back = client.delete(address.format(target))
    twice = client.delete(address.format(answered))

    assert (moved.status_code, again.status_code, back.status_code, twice.status_code) == (200, 422, 200, 409)
    assert moved.json()["threading"]["moved"]["to"] == str(target)


def test_two_who_move_the_same_message_at_once_do_not_overrule_each_other(answered: Case, elsa: Agent) -> None:
    entry, first, second = hear_again(answered), make_case(), make_case()
    seen_by_another = Entry.objects.get(pk=entry.pk)
    move_entry(entry=entry, to_case=first, by=elsa, at=NOON)

    with pytest.raises(ValidationError):
        move_entry(entry=seen_by_another, to_case=second, by=elsa, at=NOON)

    assert Entry.objects.get(pk=entry.pk).case == first

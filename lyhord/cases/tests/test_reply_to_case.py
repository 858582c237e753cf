from datetime import timedelta

import pytest

from lyhord.cases.actions.reply_to_case import UNDO_WINDOW, ReplyNotPossible, reply_to_case
from lyhord.cases.actions.take_case import take_case
from lyhord.cases.actions.withdraw_reply import ReplyAlreadyLeft, withdraw_reply
from lyhord.cases.models import Case, CaseChangedMeanwhile, Delivery, Draft, Entry
from lyhord.cases.tests.factories import NOON, hear_again, make_agent, make_case, make_queue
from lyhord.core.actions import NotPermitted
from lyhord.core.models import AuditRecord

pytestmark = pytest.mark.django_db

TO = {"to": ["maja@example.com"], "cc": ["brf@example.com"], "bcc": []}


def test_reply_waits_ten_seconds_in_the_outbox_and_hands_the_turn_to_the_customer() -> None:
    agent = make_agent()
    case = make_case(make_queue(signature="Nordljus kundservice"))

    entry = reply_to_case(case=case, html="<p>Hej Maja!</p>", recipients=TO, by=agent, at=NOON)

    case.refresh_from_db()
    assert case.status == Case.Status.WAITING_CUSTOMER
    assert case.reply_due_at is None
    assert case.first_reply_at == NOON
    assert case.assignee == agent
    assert [(d.recipient, d.role, d.state, d.due_at) for d in entry.deliveries.all()] == [
        ("maja@example.com", "to", "queued", NOON + UNDO_WINDOW),
        ("brf@example.com", "cc", "queued", NOON + UNDO_WINDOW),
    ]
    assert entry.reply_text == "Hej Maja!"
    assert entry.text == "Hej Maja!\n\n-- \nElsa Lindqvist\nNordljus kundservice"
    assert AuditRecord.objects.get(verb="cases.reply_to_case").actor == agent


def test_scheduled_reply_leaves_at_its_hour() -> None:
    case = make_case()
    later = NOON + timedelta(hours=20)

    entry = reply_to_case(case=case, html="<p>Hej</p>", recipients=TO, due_at=later, by=make_agent(), at=NOON)

    assert {delivery.due_at for delivery in entry.deliveries.all()} == {later}


@pytest.mark.parametrize(
    ("html", "recipients"),
    [
        ("<p> </p>", TO),
        ("<p>Hej</p>", {"to": []}),
        ("<p>Hej</p>", {"to": ["ingen adress"]}),
        ("<p>Hej</p>", {"to": ["a@example.com\r\nBcc: b@example.com"]}),
    ],
)
def test_impossible_reply_is_refused_and_nothing_is_queued(html: str, recipients: dict[str, list[str]]) -> None:
    case = make_case()

    with pytest.raises(ReplyNotPossible):
        reply_to_case(case=case, html=html, recipients=recipients, by=make_agent(), at=NOON)

    assert not Delivery.objects.exists()
    assert case.entries.count() == 1


def test_reply_typed_before_the_customers_latest_message_asks_to_read_it_first() -> None:
    agent = make_agent()
    case = make_case()
    hear_again(case)

    with pytest.raises(CaseChangedMeanwhile):
        reply_to_case(case=case, html="<p>Hej</p>", recipients=TO, version=case.version, by=agent, at=NOON)

    assert not Delivery.objects.exists()


def test_who_may_not_reply_sends_nothing() -> None:
    planner = make_agent(role="planner")
    case = make_case()

    with pytest.raises(NotPermitted):
        reply_to_case(case=case, html="<p>Hej</p>", recipients=TO, by=planner, at=NOON)

    assert not Delivery.objects.exists()
    assert not AuditRecord.objects.filter(verb="cases.reply_to_case").exists()


def test_withdrawn_reply_comes_back_as_draft_and_the_clock_runs_as_before() -> None:
    agent = make_agent()
    case = make_case()
    due = case.reply_due_at
    entry = reply_to_case(case=case, html="<p>Hej Maja!</p>", recipients=TO, by=agent, at=NOON)

    draft = withdraw_reply(entry=entry, by=agent, at=NOON + timedelta(seconds=5))

    case.refresh_from_db()
    assert draft.html == "<p>Hej Maja!</p>"
    assert draft.recipients == TO
    assert (case.status, case.reply_due_at, case.first_reply_at) == (Case.Status.NEW, due, None)
    assert case.assignee is None
    assert set(entry.deliveries.values_list("state", flat=True)) == {"withdrawn"}


def test_reply_that_has_begun_to_leave_is_not_withdrawn() -> None:
    agent = make_agent()
    case = make_case()
    entry = reply_to_case(case=case, html="<p>Hej</p>", recipients=TO, by=agent, at=NOON)
    Delivery.objects.filter(recipient="brf@example.com").update(state="sent")

    with pytest.raises(ReplyAlreadyLeft):
        withdraw_reply(entry=entry, by=agent, at=NOON)

    assert not Draft.objects.exists()
    assert Entry.objects.get(pk=entry.pk).withdrawn_at is None


def test_scripts_in_a_reply_do_not_reach_the_customer() -> None:
    case = make_case()

    entry = reply_to_case(
        case=case,
        html='<p onclick="x()">Hej<script>alert(1)</script> <a href="javascript:x()">länk</a></p>',
        recipients=TO,
        by=make_agent(),
        at=NOON,
    )

    assert "script" not in entry.html
    assert "onclick" not in entry.html


def test_answer_to_a_colleagues_case_leaves_it_with_the_colleague() -> None:
    owner, helper = make_agent("Amira Haddad"), make_agent()
    case = take_case(case=make_case(), by=owner, at=NOON)

    reply_to_case(case=case, html="<p>Hej</p>", recipients=TO, by=helper, at=NOON)

    case.refresh_from_db()
    assert case.assignee == owner

"""What a person decides about held messages, and what the ledger can play again."""

import pytest
from django.utils import timezone

from lyhord.cases.models import Case, Entry
from lyhord.cases.tests.factories import make_agent
from lyhord.channels.actions.join_held import join_held
from lyhord.channels.actions.open_held_as_new import open_held_as_new
from lyhord.channels.actions.refuse_held import refuse_held
from lyhord.channels.actions.replay_envelope import replay_envelope
from lyhord.channels.actions.undo_held_decision import undo_held_decision
from lyhord.channels.holding import NotHeld
from lyhord.channels.models import Envelope
from lyhord.channels.tests.factories import entry_of, make_mail, make_mailbox, take_in
from lyhord.core.actions import NotPermitted
from lyhord.people.models import Agent

pytestmark = pytest.mark.django_db

STRANGER = "bror@annan.example"


@pytest.fixture
def elsa() -> Agent:
    return make_agent()


@pytest.fixture
def case() -> Case:
    make_mailbox()
    return entry_of(take_in(make_mail())).case


@pytest.fixture
def held(case: Case) -> Envelope:
    return take_in(make_mail(sender=STRANGER, subject=f"Om {case}"))


def test_who_is_let_in_takes_part_from_now_on(held: Envelope, case: Case, elsa: Agent) -> None:
    entry = join_held(envelope=held, by=elsa, at=timezone.now())
    later = take_in(make_mail(sender=STRANGER, subject=f"Mer om {case}"))

    held.refresh_from_db()
    assert entry.case == case
    assert entry.threading["explanation_key"] == "joined_by_hand"
    assert (held.state, held.entry) == (Envelope.State.PROCESSED, entry)
    assert entry_of(later).case == case


def test_who_gets_a_case_of_their_own_keeps_it(held: Envelope, case: Case, elsa: Agent) -> None:
    own = open_held_as_new(envelope=held, by=elsa, at=timezone.now()).case
    later = take_in(make_mail(sender=STRANGER, subject=f"Mer om {case}"))

    assert own != case
    assert own.customer.contact_points.get().address == STRANGER
    assert entry_of(later).case == own


def test_who_is_refused_stays_out(held: Envelope, case: Case, elsa: Agent) -> None:
    refuse_held(envelope=held, by=elsa, at=timezone.now())
    later = take_in(make_mail(sender=STRANGER, subject=f"Mer om {case}"))

    assert (later.state, later.reason) == (Envelope.State.REFUSED, "refused_before")
    assert case.entries.count() == 1


def test_a_decision_can_be_undone_and_made_otherwise(held: Envelope, case: Case, elsa: Agent) -> None:
    own = open_held_as_new(envelope=held, by=elsa, at=timezone.now())

    undo_held_decision(envelope=held, by=elsa, at=timezone.now())

    held.refresh_from_db()
    own.refresh_from_db()
    assert (held.state, held.reason, held.entry) == (Envelope.State.HELD, "stranger", None)
    assert own.withdrawn_at is not None
    assert own.case.is_closed
    assert join_held(envelope=held, by=elsa, at=timezone.now()).case == case


def test_two_who_decide_at_once_decide_once(held: Envelope, elsa: Agent) -> None:
    join_held(envelope=held, by=elsa, at=timezone.now())

    with pytest.raises(NotHeld):
        refuse_held(envelope=held, by=elsa, at=timezone.now())

    assert Entry.objects.filter(author_address=STRANGER).count() == 1


def test_a_message_without_sender_can_become_a_case(case: Case, elsa: Agent) -> None:
    held = take_in(b"Subject: tyst\r\n\r\nhej\r\n", sender="")

    entry = open_held_as_new(envelope=held, by=elsa, at=timezone.now())

    assert entry.case != case
    assert entry.author_address.endswith("@sender.invalid")


def test_playing_again_what_is_settled_changes_nothing(case: Case) -> None:
    leader = make_agent(role="administrator")
    envelope = take_in(make_mail())

    replay_envelope(envelope=envelope, by=leader, at=timezone.now())

    again = Envelope.objects.get(pk=envelope.pk)
    assert again.settled_at == envelope.settled_at
    assert Entry.objects.filter(kind="message").count() == 2


def test_playing_again_after_a_fix_settles_what_had_failed(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_facts: object) -> None:
        raise ValueError("a mistake of ours")

    leader = make_agent(role="administrator")
    monkeypatch.setattr("lyhord.channels.intake.draining.settle", fail)
    monkeypatch.setattr("lyhord.channels.actions.replay_envelope.settle", fail)
    envelope = take_in(make_mail(subject="En till"))
    before = envelope.settled_at
    replay_envelope(envelope=envelope, by=leader, at=timezone.now())
    envelope.refresh_from_db()
    assert (envelope.reason, envelope.settled_at) == ("failed", before)
    monkeypatch.undo()

    replay_envelope(envelope=envelope, by=leader, at=timezone.now())

    envelope.refresh_from_db()
    assert envelope.state == Envelope.State.PROCESSED
    assert entry_of(envelope).subject == "En till"


def test_only_who_may_replay_replays(case: Case, elsa: Agent) -> None:
    envelope = take_in(make_mail())

    with pytest.raises(NotPermitted):
        replay_envelope(envelope=envelope, by=elsa, at=timezone.now())

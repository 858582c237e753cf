from datetime import datetime

from lyhord.cases.models import Case, Entry
from lyhord.cases.timeline import show_change
from lyhord.channels.holding import DECIDED, NotHeld, show_held
from lyhord.channels.models import Envelope, SenderDecision
from lyhord.core.actions import action
from lyhord.people.models import Agent


@action(permission="channels.decide_held")
def undo_held_decision(*, envelope: Envelope, by: Agent, at: datetime) -> Envelope:
    """Hold a message again that somebody decided about, and forget what was decided about its sender.

    What was written is withdrawn, never deleted; a case that held nothing else is closed. Raises ``NotHeld`` when
    the message was not decided by hand.
    """
    envelope = Envelope.objects.select_for_update(of=("self",)).select_related("entry__case").get(pk=envelope.pk)
    held = envelope.decision.get(DECIDED)
    if held is None:
        raise NotHeld
    if envelope.entry is not None:
        _withdraw(envelope.entry, by=by, at=at)
    SenderDecision.objects.filter(pk=held.get("sender_decision")).delete()
    envelope.state = Envelope.State.HELD
    envelope.reason, envelope.explanation, envelope.decision = held["reason"], held["explanation"], held["decision"]
    envelope.entry = None
    envelope.save(update_fields=["state", "reason", "explanation", "decision", "entry"])
    show_held(envelope)
    return envelope


def _withdraw(entry: Entry, *, by: Agent, at: datetime) -> None:
    Entry.objects.filter(pk=entry.pk).update(withdrawn_at=at)
    case = Case.objects.select_for_update().get(pk=entry.case_id)
    remaining = case.entries.filter(kind=Entry.Kind.MESSAGE, withdrawn_at=None)
    if case.is_open and not remaining.exists():
        case.change_status(status=Case.Status.CLOSED, at=at)
    show_change(case=case, what="message_withdrawn", by=by, entry=entry)

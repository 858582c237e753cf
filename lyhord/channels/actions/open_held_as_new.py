from datetime import datetime

from lyhord.cases.models import Entry
from lyhord.channels.holding import decided, letter_of, pointed_at, points_at_case, remember, take_held
from lyhord.channels.intake.settling import write
from lyhord.channels.mail.threading import ThreadingDecision
from lyhord.channels.models import Envelope, SenderDecision
from lyhord.core.actions import action
from lyhord.people.models import Agent


@action(permission="channels.decide_held")
def open_held_as_new(*, envelope: Envelope, by: Agent, at: datetime) -> Entry:
    """Make a case of its own of a held message; what its sender writes about the other case follows there.

    Raises ``NotHeld`` when somebody has decided already.
    """
    envelope = take_held(envelope)
    letter, mailbox = letter_of(envelope)
    evidence = {**envelope.decision.get("evidence", {}), "decided_by": str(by)}
    decision = ThreadingDecision(method="new", explanation_key="new_by_hand", evidence=evidence)
    entry = write(letter=letter, decision=decision, mailbox=mailbox)
    if points_at_case(envelope):
        case = pointed_at(envelope, by=by)
        remember(envelope, letter, case, SenderDecision.Verdict.SEPARATE, by=by, at=at, leads_to=entry.case)
    decided(envelope, state=Envelope.State.PROCESSED, entry=entry, decision=decision.as_json(), at=at)
    return entry

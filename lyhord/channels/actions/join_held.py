from datetime import datetime

from lyhord.cases.models import Entry
from lyhord.channels.holding import decided, letter_of, pointed_at, remember, take_held
from lyhord.channels.intake.settling import write
from lyhord.channels.mail.threading import ThreadingDecision
from lyhord.channels.models import Envelope, SenderDecision
from lyhord.core.actions import action
from lyhord.people.models import Agent


@action(permission="channels.decide_held")
def join_held(*, envelope: Envelope, by: Agent, at: datetime) -> Entry:
    """Put a held message in the case it points at; its sender takes part from now on.

    Raises ``NotHeld`` when somebody has decided already, ``NoSuchCase`` when it points at none that the agent sees.
    """
    envelope = take_held(envelope)
    case = pointed_at(envelope, by=by)
    letter, mailbox = letter_of(envelope)
    remember(envelope, letter, case, SenderDecision.Verdict.JOIN, by=by, at=at)
    decision = ThreadingDecision(
        method=envelope.decision["method"],
        explanation_key="joined_by_hand",
        case=case,
        evidence={**envelope.decision["evidence"], "decided_by": str(by)},
    )
    entry = write(letter=letter, decision=decision, mailbox=mailbox)
    decided(envelope, state=Envelope.State.PROCESSED, entry=entry, decision=decision.as_json(), at=at)
    return entry

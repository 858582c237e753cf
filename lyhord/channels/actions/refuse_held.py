from datetime import datetime

from lyhord.channels.holding import decided, letter_of, pointed_at, points_at_case, remember, take_held
from lyhord.channels.models import Envelope, SenderDecision
from lyhord.core.actions import action
from lyhord.people.models import Agent


@action(permission="channels.decide_held")
def refuse_held(*, envelope: Envelope, by: Agent, at: datetime) -> None:
    """Keep a held message out; what its sender writes to the same case is refused from now on.

    Raises ``NotHeld`` when somebody has decided already.
    """
    envelope = take_held(envelope)
    if points_at_case(envelope):
        letter, _mailbox = letter_of(envelope)
        remember(envelope, letter, pointed_at(envelope, by=by), SenderDecision.Verdict.REFUSE, by=by, at=at)
    decision = {**envelope.decision, "decided_by": str(by)}
    decided(envelope, state=Envelope.State.REFUSED, entry=None, decision=decision, at=at)

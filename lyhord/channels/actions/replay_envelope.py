from datetime import datetime

from django.db import transaction

from lyhord.channels.holding import DECIDED, show_held
from lyhord.channels.intake.outcome import Outcome, held
from lyhord.channels.intake.premises import read_premises
from lyhord.channels.intake.settling import record, settle, understand
from lyhord.channels.models import Envelope
from lyhord.core.actions import Actor, action


@action(permission="channels.replay")
def replay_envelope(*, envelope: Envelope, by: Actor, at: datetime) -> Envelope:  # noqa: ARG001 -- for the trail
    """Settle an envelope anew from the bytes as they came, as if it arrived now.

    What has become an entry stays as it is, and what a person decided stays decided; a result that is the same
    again changes nothing.
    """
    envelope = Envelope.objects.select_for_update(of=("self",)).get(pk=envelope.pk)
    if envelope.entry_id is not None or DECIDED in envelope.decision:
        return envelope
    premises = read_premises()
    letter = understand(envelope=envelope, premises=premises)
    try:
        with transaction.atomic():
            outcome = settle(letter=letter, mailbox=premises.mailbox(envelope.account), premises=premises)
    except Exception as error:  # noqa: BLE001 -- whatever still fails is told on the envelope
        outcome = held("failed", f"{type(error).__name__}: {error}".replace("\0", "")[:500])
    if _differs(envelope, outcome):
        record(envelope=envelope, letter=letter, outcome=outcome, at=at)
        show_held(envelope)
    return envelope


def _differs(envelope: Envelope, outcome: Outcome) -> bool:
    before = (envelope.state, envelope.reason, envelope.explanation, envelope.decision)
    return outcome.entry is not None or before != (
        outcome.state,
        outcome.reason,
        outcome.explanation,
        outcome.decision,
    )

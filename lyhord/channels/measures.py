from lyhord.channels.models import Envelope
from lyhord.core.health import Rows, measure


@measure(
    "envelopes_to_settle",
    "What has arrived and waits: for the program or for a person.",
    labels=("state",),
    is_backlog=True,
)
def envelopes_to_settle() -> Rows:
    return [
        ((state.value,), Envelope.objects.filter(state=state).count())
        for state in (Envelope.State.RECEIVED, Envelope.State.HELD)
    ]

from django.db.models import Count

from lyhord.channels.models import Envelope
from lyhord.core.health import Rows, measure


@measure("envelopes", "All that has arrived, by state.", labels=("state",))
def envelopes_by_state() -> Rows:
    counted = Envelope.objects.order_by().values_list("state").annotate(Count("pk"))
    return [((state,), count) for state, count in counted]


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

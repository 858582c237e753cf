from django.db.models import Count

from lyhord.cases.models import Case, Delivery
from lyhord.core.health import Rows, measure

WAITING = (Delivery.State.QUEUED, Delivery.State.HANDING_OVER)
TROUBLED = (Delivery.State.UNCERTAIN, Delivery.State.FAILED, Delivery.State.BOUNCED)


@measure("open_cases", "Open cases by queue.", labels=("queue",))
def open_cases_by_queue() -> Rows:
    counted = Case.objects.is_open().order_by().values_list("queue__name").annotate(Count("pk"))
    return [((str(queue),), count) for queue, count in counted]


@measure("deliveries", "Outgoing messages on their way or in trouble, by state.", labels=("state",), is_backlog=True)
def deliveries_by_state() -> Rows:
    """Only states with an index of their own: what has arrived is history, and counting it would read all of it.

    Each index is asked by itself, because no single one answers for all of these states.
    """
    waiting = [((state.value,), Delivery.objects.filter(state=state).count()) for state in WAITING]
    troubled = Delivery.objects.filter(state__in=TROUBLED).order_by().values_list("state").annotate(Count("pk"))
    return [*waiting, *(((state,), count) for state, count in troubled)]

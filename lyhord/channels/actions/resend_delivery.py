from datetime import datetime

from lyhord.cases.models import Delivery
from lyhord.channels.outbox.again import NotResendable, queue_again
from lyhord.core.actions import Actor, action

_STATES = (Delivery.State.UNCERTAIN, Delivery.State.FAILED, Delivery.State.BOUNCED)


@action(permission="channels.resend")
def resend_delivery(*, delivery: Delivery, by: Actor, at: datetime) -> Delivery:  # noqa: ARG001 -- for the trail
    """Send a message again that failed, bounced or may not have left; it keeps its Message-ID.

    A receiver that has the first copy can tell that it is the same. Raises ``NotResendable`` for one under way.
    """
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("entry__case").get(pk=delivery.pk)
    if delivery.state not in _STATES:
        raise NotResendable
    queue_again(delivery, at=at)
    return delivery

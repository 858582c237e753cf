from datetime import datetime

from lyhord.cases.models import Delivery
from lyhord.channels.delivering import show_delivery
from lyhord.channels.outbox.again import NotResendable
from lyhord.core.actions import Actor, action


@action(permission="channels.resend")
def confirm_arrived(*, delivery: Delivery, by: Actor, at: datetime) -> Delivery:  # noqa: ARG001 -- for the trail
    """Settle a doubt: the message did leave. Raises ``NotResendable`` when there is none."""
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("entry__case").get(pk=delivery.pk)
    if delivery.state != Delivery.State.UNCERTAIN:
        raise NotResendable
    delivery.state = Delivery.State.SENT
    delivery.state_at = at
    delivery.save(update_fields=["state", "state_at"])
    show_delivery(delivery)
    return delivery

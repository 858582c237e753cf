from datetime import datetime

from lyhord.cases.models import Delivery
from lyhord.channels.outbox.again import NotResendable, queue_again
from lyhord.core.actions import Actor, action

_STATES = (Delivery.State.UNCERTAIN, Delivery.State.FAILED, Delivery.State.BOUNCED)


@action(permission="channels.resend")
def send_to_other_address(*, delivery: Delivery, address: str, by: Actor, at: datetime) -> Delivery:  # noqa: ARG001
    """Send a message that did not arrive to another address; ``address`` is a checked e-mail address.

    The failed delivery stays as it is. Raises ``NotResendable`` when it did not fail or that address has it already.
    """
    failed = Delivery.objects.select_for_update(of=("self",)).select_related("entry__case").get(pk=delivery.pk)
    if failed.state not in _STATES:
        raise NotResendable
    other, is_new = Delivery.objects.get_or_create(
        entry=failed.entry, recipient=address, defaults={"role": failed.role, "due_at": at}
    )
    if not is_new:
        raise NotResendable
    queue_again(other, at=at)
    return other

from django.db import transaction
from django.utils import timezone

from lyhord.cases.models import Delivery
from lyhord.channels.delivering import show_delivery
from lyhord.channels.models import SunkMail
from lyhord.channels.outbox.letters import Ready


@transaction.atomic
def sink(delivery: Delivery, ready: Ready) -> None:
    """Keep the message here instead of sending it; a second time changes nothing."""
    is_queued = Delivery.objects.select_for_update().filter(pk=delivery.pk, state=Delivery.State.QUEUED).exists()
    if not is_queued:
        return
    SunkMail.objects.get_or_create(
        message_id=ready.message_id,
        recipient=ready.recipient,
        defaults={"sender": ready.sender, "subject": ready.subject[:300], "raw": ready.raw},
    )
    Delivery.objects.filter(pk=delivery.pk).update(
        state=Delivery.State.SENT, attempts=delivery.attempts + 1, state_at=timezone.now(), response=""
    )
    delivery.state = Delivery.State.SENT
    show_delivery(delivery)

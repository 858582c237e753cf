from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Router

from lyhord.cases.api.shapes import DeliveryOut, delivery_out
from lyhord.cases.models import Case, Delivery
from lyhord.channels.actions.resend_delivery import resend_delivery as resend
from lyhord.channels.outbox.again import NotResendable
from lyhord.core.rest import Problem, agent_of, requires

router = Router()


@router.post("/deliveries/{int:delivery_id}/resend", response=DeliveryOut, summary="Send a message again")
@requires("channels.resend")
def resend_delivery(request: HttpRequest, delivery_id: int) -> DeliveryOut:
    """Only what failed, bounced or is uncertain can be sent again (409 otherwise); it keeps its Message-ID."""
    agent = agent_of(request)
    visible = Case.objects.visible_to(agent)
    deliveries = Delivery.objects.select_related("entry__case__customer").filter(entry__case__in=visible.values("pk"))
    delivery = get_object_or_404(deliveries, pk=delivery_id)
    try:
        resent = resend(delivery=delivery, by=agent, at=now())
    except NotResendable:
        detail = f"The message is {delivery.state}; only one that failed, bounced or is uncertain can be sent again."
        raise Problem(status=409, kind="not-resendable", detail=detail) from None
    return delivery_out(resent, is_hidden=delivery.entry.case.customer.is_protected)

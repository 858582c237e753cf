"""Deliveries in trouble: send again, send elsewhere, or say that it arrived."""

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lyhord.cases.models import Case, Delivery
from lyhord.channels.actions.confirm_arrived import confirm_arrived
from lyhord.channels.actions.resend_delivery import resend_delivery
from lyhord.channels.actions.send_to_other_address import send_to_other_address
from lyhord.channels.forms import AddressForm
from lyhord.channels.outbox.again import NotResendable
from lyhord.people.requests import AgentRequest
from lyhord.people.requiring import requires


@require_POST
@requires("channels.resend")
def resending(request: AgentRequest, pk: int) -> HttpResponse:
    return _do(request, pk, resend_delivery, said=_("The message is on its way again."))


@require_POST
@requires("channels.resend")
def arrival(request: AgentRequest, pk: int) -> HttpResponse:
    return _do(request, pk, confirm_arrived, said=_("Noted: the message arrived."))


@require_POST
@requires("channels.resend")
def other_address(request: AgentRequest, pk: int) -> HttpResponse:
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _toast(" ".join(map(str, form.errors.get("address", []))), tone="danger", status=422)
    said = _("The message is on its way to %(address)s.") % form.cleaned_data
    return _do(request, pk, send_to_other_address, said=said, address=form.cleaned_data["address"])


def _do(request: AgentRequest, pk: int, action: Callable[..., Any], *, said: str, **facts: Any) -> HttpResponse:
    visible = Case.objects.visible_to(request.user)
    delivery = get_object_or_404(Delivery.objects.filter(entry__case__in=visible), pk=pk)
    try:
        action(delivery=delivery, by=request.user, at=timezone.now(), **facts)
    except NotResendable:
        return _toast(_("That is not possible any more: the message has moved on."), tone="danger", status=409)
    return _toast(said)


def _toast(text: str, *, tone: str = "ok", status: int = 204) -> HttpResponse:
    response = HttpResponse(status=status)
    response["HX-Trigger"] = json.dumps({"toast": {"text": text, "tone": tone}})
    return response

"""Held messages: what speaks for and against, and one click to decide."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lyhord.channels.actions.join_held import join_held
from lyhord.channels.actions.open_held_as_new import open_held_as_new
from lyhord.channels.actions.refuse_held import refuse_held
from lyhord.channels.actions.undo_held_decision import undo_held_decision
from lyhord.channels.holding import NoSuchCase, NotHeld
from lyhord.channels.models import Envelope
from lyhord.channels.queries import count_held, held_for
from lyhord.people.requests import AgentRequest
from lyhord.people.requiring import requires


@require_GET
@requires("channels.decide_held")
def held(request: AgentRequest) -> HttpResponse:
    decided = _number(request.GET.get("decided", ""))
    latest = Envelope.objects.visible_to(request.user).filter(pk=decided, reason="by_hand").first()
    context = {"held": held_for(request.user), "count": count_held(request.user), "decided": latest}
    return render(request, "channels/held.html", context)


@require_POST
@requires("channels.decide_held")
def joining(request: AgentRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, join_held)


@require_POST
@requires("channels.decide_held")
def new_case(request: AgentRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, open_held_as_new)


@require_POST
@requires("channels.decide_held")
def refusal(request: AgentRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, refuse_held)


@require_POST
@requires("channels.decide_held")
def undoing(request: AgentRequest, pk: int) -> HttpResponse:
    envelope = get_object_or_404(Envelope.objects.visible_to(request.user), pk=pk)
    try:
        undo_held_decision(envelope=envelope, by=request.user, at=timezone.now())
    except NotHeld:
        messages.error(request, _("There is nothing to undo any more."))
    else:
        messages.success(request, _("Undone: the message is held again."))
    return redirect("channels:held")


def _decide(request: AgentRequest, pk: int, action: Callable[..., Any]) -> HttpResponse:
    envelope = get_object_or_404(Envelope.objects.visible_to(request.user), pk=pk)
    try:
        entry = action(envelope=envelope, by=request.user, at=timezone.now())
    except NotHeld:
        messages.error(request, _("Somebody has decided about this message already."))
        return redirect("channels:held")
    except NoSuchCase:
        messages.error(request, _("The case is not one of yours. Ask somebody who works in its queue."))
        return redirect("channels:held")
    if entry is None:
        messages.success(request, _("The message is refused."))
    else:
        link = reverse("cases:case", args=[entry.case.number])
        messages.success(request, format_html('{} <a href="{}">{}</a>', _("Now in case"), link, entry.case))
    return redirect(f"{reverse('channels:held')}?decided={pk}")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0  # noqa: PLR2004 -- digits of a bigint

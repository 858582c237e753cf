"""The first visit of an invited colleague: choose a password or a passkey, and be signed in."""

from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lyhord.people.actions.accept_invitation import accept_invitation
from lyhord.people.forms import PasswordForm
from lyhord.people.invitations import invited_by
from lyhord.people.models import Agent


@login_not_required
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    agent = invited_by(token)
    if agent is None:
        return render(request, "people/invitation_used.html", status=410)

    wants_passkey = "passkey" in request.POST
    form = PasswordForm(None if wants_passkey else request.POST or None, agent=agent)
    if request.method == "GET" or not (wants_passkey or form.is_valid()):
        context = {"agent": agent, "form": form}
        return render(request, "people/invitation.html", context, status=422 if form.errors else 200)

    accept_invitation(agent=agent, password=None if wants_passkey else form.cleaned_data["password"], by=agent)
    return _signed_in(request, agent, onward=reverse("mfa_add_webauthn") if wants_passkey else "/")


def _signed_in(request: HttpRequest, agent: Agent, *, onward: str) -> HttpResponse:
    """Sign in through the library, so that its sessions and its limits know of it."""
    response: HttpResponse = perform_login(request, agent, email_verification="none", redirect_url=onward)
    return response

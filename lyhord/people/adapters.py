from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lyhord.people.actions.set_presence import set_presence
from lyhord.people.models import Agent


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """How signing in works here: accounts are given by an administrator, whose word for the address is enough."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("The account is closed. Ask your administrator."),
        "email_password_mismatch": _("The e-mail address or the password is wrong."),
        "incorrect_code": _("The code is wrong. Write the one the app shows now."),
        "incorrect_password": _("The password is wrong."),
        "too_many_login_attempts": _("Too many wrong tries. Wait five minutes and try again."),
        "rate_limited": _("Too many tries. Wait a while and try again."),
        "email_taken": _("A colleague has this address already."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        return bool(settings.LYHORD_OPEN_SIGNUP)

    def pre_login(self, request: HttpRequest, user: Agent, **details: Any) -> HttpResponse | None:
        if not details.get("signup"):
            _vouch_for_address(user)
        response: HttpResponse | None = super().pre_login(request, user, **details)
        return response

    def post_login(self, request: HttpRequest, user: Agent, **details: Any) -> HttpResponse:
        if user.presence == Agent.Presence.OFFLINE:
            _show(user, Agent.Presence.AVAILABLE)
        response: HttpResponse = super().post_login(request, user, **details)
        return response

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, Agent):
            _show(request.user, Agent.Presence.OFFLINE)
        super().logout(request)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    """How second factors and passkeys name the installation and its people."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is wrong. Write the one the app shows now."),
    }

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": settings.LYHORD_ORGANISATION or "Lyhörd"}


def _vouch_for_address(agent: Agent) -> None:
    """An administrator gave the address, or it was proved before it became the agent's; only sign-ups prove first."""
    if settings.LYHORD_OPEN_SIGNUP and EmailAddress.objects.filter(user=agent).exists():
        return
    EmailAddress.objects.update_or_create(user=agent, email=agent.email, defaults={"verified": True, "primary": True})


def _show(agent: Agent, presence: Agent.Presence) -> None:
    if agent.has_permission("people.be_present"):
        set_presence(agent=agent, presence=presence.value, by=agent, at=timezone.now())

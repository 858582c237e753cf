"""Links by which invited colleagues choose how to sign in; each works until it has been used, a week at most."""

from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse
from django.utils.crypto import salted_hmac

from lyhord.people.models import Agent

VALID_FOR = timedelta(days=7)
_SALT = "lyhord.people.invitation"


def invitation_path(*, agent: Agent) -> str:
    """The path of the agent's invitation; a later sign-in or password makes it worthless."""
    token = TimestampSigner(salt=_SALT).sign_object([agent.pk, _state_of(agent)])
    return reverse("people:invitation", args=[token])


def invited_by(token: str) -> Agent | None:
    """The agent whom the token invites; None when it is used, too old or not ours."""
    try:
        pk, state = TimestampSigner(salt=_SALT).unsign_object(token, max_age=VALID_FOR)
    except BadSignature:
        return None
    agent = Agent.objects.active().filter(pk=pk).first()
    return agent if agent is not None and state == _state_of(agent) else None


def _state_of(agent: Agent) -> str:
    return salted_hmac(_SALT, f"{agent.password}:{agent.last_login}:{agent.email}").hexdigest()[:16]

"""Who makes a request: the agent of a bearer token within its scopes, or the agent signed in on our own pages."""

from datetime import datetime

from django.http import HttpRequest
from ninja.utils import check_csrf

from lyhord.core.rest import Problem
from lyhord.people.models import Agent, ApiToken
from lyhord.people.models.api_token import digest_of

_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="lyhord"'}
_HOW = "Send “Authorization: Bearer <token>” with a token made by “lyhord token create” or on your profile page."


def admit(request: HttpRequest, *, at: datetime) -> ApiToken | None:
    """Make ``request.user`` the agent who asks and return the token used; ``None`` for a signed-in page.

    Raises ``Problem`` 401 without valid credentials, 403 for a page's request without its CSRF token. A request with
    a token needs none, as no browser sends the token by itself.
    """
    header = request.headers.get("Authorization", "")
    if header:
        return _admit_token(request, header, at=at)
    if not isinstance(request.user, Agent):
        raise Problem(status=401, kind="unauthenticated", detail=f"Who asks is unknown. {_HOW}", headers=_CHALLENGE)
    if check_csrf(request) is not None:
        detail = "The request lacks the page's CSRF token. Send it as X-CSRFToken, or use an API token."
        raise Problem(status=403, kind="csrf", detail=detail)
    return None


def _admit_token(request: HttpRequest, header: str, *, at: datetime) -> ApiToken:
    scheme, _, secret = header.partition(" ")
    token = _token(secret.strip()) if scheme.lower() == "bearer" else None
    if token is None or not token.is_valid(at=at):
        detail = f"The token is unknown, revoked or expired. {_HOW}"
        raise Problem(status=401, kind="unauthenticated", detail=detail, headers=_CHALLENGE)
    token.agent.confine_to(token.scopes)
    request.user = token.agent
    return token


def _token(secret: str) -> ApiToken | None:
    # Looked up by SHA-256 of 256 random bits: the index's timing tells nothing of use about the secret.
    return ApiToken.objects.select_related("agent").filter(digest=digest_of(secret)).first()

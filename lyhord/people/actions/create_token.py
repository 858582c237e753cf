from collections.abc import Sequence
from datetime import datetime

from lyhord.core.actions import Actor, action
from lyhord.people.models import Agent, ApiToken
from lyhord.people.models.api_token import digest_of, new_secret


@action(permission="people.use_api", records=("scopes",))
def create_token(
    *,
    agent: Agent,
    name: str,
    scopes: Sequence[str],
    expires_at: datetime | None = None,
    by: Actor,  # noqa: ARG001 -- for the trail
) -> tuple[ApiToken, str]:
    """Make a key to the API and return it with its secret, which is shown this once and never stored."""
    secret = new_secret()
    token = ApiToken.objects.create(
        agent=agent,
        name=name,
        digest=digest_of(secret),
        hint=secret[-4:],
        scopes=list(scopes),
        expires_at=expires_at,
    )
    return token, secret

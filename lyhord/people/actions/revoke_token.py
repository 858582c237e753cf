from datetime import datetime

from lyhord.core.actions import Actor, action
from lyhord.people.models import ApiToken


@action(permission="people.use_api")
def revoke_token(*, token: ApiToken, by: Actor, at: datetime) -> None:  # noqa: ARG001 -- for the trail
    """Make a key to the API worthless from now on."""
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])

from lyhord.core.actions import Actor, action
from lyhord.people.giving import require_within_own
from lyhord.people.models import Agent


@action(permission="people.edit")
def reopen_account(*, agent: Agent, by: Actor) -> None:
    """Let a colleague in again, with the roles they had."""
    require_within_own(by=by, roles=agent.roles.all())
    agent.is_active = True
    agent.save(update_fields=["is_active"])

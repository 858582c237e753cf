from lyhord.core.actions import Actor, action
from lyhord.people.models import Agent


@action(permission="people.be_present")
def accept_invitation(*, agent: Agent, password: str | None, by: Actor) -> None:  # noqa: ARG001 -- for the trail
    """Open an invited account; without a password its key is a passkey, added next."""
    agent.set_password(password)
    agent.save(update_fields=["password"])

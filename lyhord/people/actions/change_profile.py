from collections.abc import Mapping

from lyhord.core.actions import Actor, action
from lyhord.people.models import Agent

CHANGEABLE = frozenset({"name", "title", "signature", "language", "theme", "uses_shortcuts"})


@action(permission="people.be_present")
def change_profile(
    *,
    agent: Agent,
    changes: Mapping[str, str | bool],
    by: Actor,  # noqa: ARG001 -- for the trail
) -> None:
    """Change how colleagues and customers see the agent, and how the program looks to the agent.

    ``changes`` has the new values of any of ``CHANGEABLE``.
    """
    if unknown := changes.keys() - CHANGEABLE:
        raise ValueError(f"Agents do not decide {', '.join(sorted(unknown))} themselves.")
    for name, value in changes.items():
        setattr(agent, name, value)
    agent.save(update_fields=list(changes))

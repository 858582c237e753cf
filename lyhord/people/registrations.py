from django.utils.translation import gettext_lazy as _

from lyhord.core.live import own_topics
from lyhord.core.navigation import Entry, Group, register
from lyhord.people.models import Agent

_YOU = _("You")

register(
    Entry(label=_("Settings"), icon="sliders-horizontal", url_name="people:profile", group=Group.ADMINISTER, order=900),
    Entry(
        label=_("My profile"),
        icon="user-round",
        url_name="people:profile",
        group=Group.SETTINGS,
        order=10,
        heading=_YOU,
    ),
    Entry(
        label=_("Sign-in and security"),
        icon="shield-check",
        url_name="mfa_index",
        group=Group.SETTINGS,
        order=20,
        heading=_YOU,
    ),
)


@own_topics
def to_the_agent_and_the_teams(agent: Agent) -> list[str]:
    return [f"agent.{agent.pk}", *(f"team.{pk}" for pk in agent.team_ids)]

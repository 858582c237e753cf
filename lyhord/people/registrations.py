from django.utils.translation import gettext_lazy as _

from lyhord.core.live import own_topics
from lyhord.core.navigation import Entry, Group, register
from lyhord.people.models import Agent

_YOU, _PEOPLE = _("You"), _("People and access")

register(
    Entry(label=_("Settings"), icon="sliders-horizontal", url_name="people:profile", group=Group.ADMINISTER, order=900),
    Entry(
        label=_("My profile"),
        icon="user-round",
        url_name="people:profile",
        order=10,
        group=Group.SETTINGS,
        heading=_YOU,
    ),
    Entry(
        label=_("Sign-in and security"),
        icon="shield-check",
        url_name="mfa_index",
        covers=("/accounts/",),
        order=20,
        group=Group.SETTINGS,
        heading=_YOU,
    ),
    Entry(
        label=_("Keys to the API"),
        icon="plug",
        url_name="people:tokens",
        permission="people.use_api",
        order=30,
        group=Group.SETTINGS,
        heading=_YOU,
    ),
    Entry(
        label=_("Colleagues"),
        icon="users",
        url_name="people:agents",
        permission="people.edit",
        order=710,
        group=Group.SETTINGS,
        heading=_PEOPLE,
    ),
    Entry(
        label=_("Teams"),
        icon="users-round",
        url_name="people:teams",
        permission="people.edit",
        order=720,
        group=Group.SETTINGS,
        heading=_PEOPLE,
    ),
    Entry(
        label=_("Roles and permissions"),
        icon="shield",
        url_name="people:roles",
        permission="people.edit",
        order=730,
        group=Group.SETTINGS,
        heading=_PEOPLE,
    ),
)


@own_topics
def to_the_agent_and_the_teams(agent: Agent) -> list[str]:
    return [f"agent.{agent.pk}", *(f"team.{pk}" for pk in agent.team_ids)]

from django.utils.translation import gettext_lazy as _

from lyhord.core.navigation import Entry, Group, register

_YOU = _("You")

register(
    Entry(label=_("Settings"), icon="sliders-horizontal", url_name="people:profile", group=Group.ADMINISTER, order=900),
    Entry(label=_("My profile"), icon="user-round", url_name="people:profile", group=Group.SETTINGS, order=10, heading=_YOU),
    Entry(label=_("Sign-in and security"), icon="shield-check", url_name="mfa_index", group=Group.SETTINGS, order=20, heading=_YOU),
)

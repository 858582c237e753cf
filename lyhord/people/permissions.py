from django.utils.translation import gettext_lazy as _

from lyhord.core.permissions import declare

declare(
    {
        "people.see": _("See colleagues, teams and presence"),
        "people.be_present": _("Set one's own presence and profile"),
        "people.edit": _("Invite, change and close accounts"),
        "people.edit_roles": _("Change what roles may do"),
        "people.use_api": _("Create API tokens of one's own"),
        "people.see_trail": _("Read the audit trail"),
    },
)

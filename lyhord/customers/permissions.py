from django.utils.translation import gettext_lazy as _

from lyhord.core.permissions import declare

declare(
    {
        "customers.see": _("See customers and their cases"),
        "customers.edit": _("Change customers' details"),
        "customers.see_protected": _("Reveal details of customers with protected identity"),
    },
)

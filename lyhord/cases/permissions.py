from django.utils.translation import gettext_lazy as _

from lyhord.core.permissions import declare

declare(
    {
        "cases.see": _("See cases in one's own queues"),
        "cases.see_all": _("See cases in every queue"),
        "cases.see_protected": _("See cases with heightened secrecy"),
        "cases.search": _("Search cases"),
        "cases.create": _("Create cases"),
        "cases.reply": _("Answer customers"),
        "cases.note": _("Write internal notes"),
        "cases.take": _("Take a case"),
        "cases.assign": _("Assign and hand over cases"),
        "cases.change": _("Change status, priority and tags"),
        "cases.move": _("Move cases between queues"),
        "cases.edit_canned": _("Edit canned replies"),
        "cases.edit_queues": _("Edit queues"),
    },
)

from django.utils.translation import gettext_lazy as _

from lyhord.core.permissions import declare

declare(
    {
        "channels.see_ledger": _("Read the ledger of everything that arrived"),
        "channels.decide_held": _("Decide about held messages"),
        "channels.replay": _("Replay messages of the ledger"),
        "channels.resend": _("Send failed messages again"),
        "channels.edit_mailboxes": _("Edit mailboxes"),
    },
)

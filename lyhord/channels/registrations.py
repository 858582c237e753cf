from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from lyhord.cases.told_by_channels import explain_threading_with, own_addresses_from
from lyhord.channels.explanations import decision_in_words
from lyhord.channels.fetching_queries import count_alarms
from lyhord.channels.models import Mailbox
from lyhord.channels.queries import count_held
from lyhord.core.navigation import Entry, Group, register

register(
    Entry(
        label=_("Held"),
        icon="pause",
        url_name="channels:held",
        permission="channels.decide_held",
        order=36,
        count=count_held,
        tone="warn",
        keys="g h",
    ),
    Entry(
        label=_("Ledger"),
        icon="notebook",
        url_name="channels:ledger",
        permission="channels.see_ledger",
        group=Group.ADMINISTER,
        order=100,
        count=count_alarms,
        tone="danger",
    ),
    Entry(
        label=_("Mailboxes"),
        icon="mail",
        url_name="channels:mailboxes",
        permission="channels.edit_mailboxes",
        group=Group.SETTINGS,
        heading=_("Cases"),
        order=120,
    ),
)


@own_addresses_from
def addresses_of_mailboxes() -> Iterable[str]:
    return Mailbox.objects.filter(is_active=True).values_list("address", flat=True)


explain_threading_with(decision_in_words)

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lyhord.core.navigation import Entry, Hit, Source, register
from lyhord.customers.queries import customers_page

_HITS = 4


def _found(agent: Any, text: str) -> list[Hit]:
    customers = customers_page(agent=agent, text=text, limit=_HITS).customers
    return [
        Hit(
            label=str(each),
            url=reverse("customers:customer", args=[each.pk]),
            icon="user-round",
            note=str(each.organisation or ""),
        )
        for each in customers
    ]


register(
    Entry(
        label=_("Customers"),
        icon="users",
        url_name="customers:customers",
        permission="customers.see",
        order=40,
        keys="g k",
    ),
    Source(heading=_("Customers"), find=_found, permission="customers.see"),
)

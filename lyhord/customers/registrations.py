from django.utils.translation import gettext_lazy as _

from lyhord.core.navigation import Entry, register

register(
    Entry(
        label=_("Customers"),
        icon="users",
        url_name="customers:customers",
        permission="customers.see",
        order=40,
        keys="g k",
    ),
)

from django.utils.translation import gettext_lazy as _

from lyhord.core.navigation import Entry, Group, register

register(
    Entry(label=_("Write as a customer"), icon="square-pen", url_name="demo:write", group=Group.ADMINISTER, order=890),
    Entry(label=_("What customers get"), icon="send", url_name="demo:outbox", group=Group.ADMINISTER, order=895),
)

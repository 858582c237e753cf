from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.channels.models.mailbox import Mailbox


class MailboxRelay(models.Model):
    """The SMTP server that answers from one mailbox leave by, instead of the installation's; its password is sealed."""

    class Tls(models.TextChoices):
        STARTTLS = "starttls", _("STARTTLS, required (port 587)")
        IMPLICIT = "implicit", _("TLS from the start (port 465)")
        WHEN_OFFERED = "when_offered", _("Encryption when the server offers it (port 25)")

    mailbox = models.OneToOneField(Mailbox, on_delete=models.CASCADE, related_name="relay")
    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField(default=587)
    tls = models.CharField(max_length=12, choices=Tls.choices, default=Tls.STARTTLS)
    user = models.CharField(max_length=320, blank=True, db_default="")
    sealed_password = models.TextField(db_default="")

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

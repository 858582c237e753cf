from django.db import models
from django.utils.translation import gettext_lazy as _


class SigningKey(models.Model):
    """The DKIM key that mail from a domain is signed with (RFC 6376): a file of the machine, or sealed here."""

    domain = models.CharField(_("domain"), max_length=253, unique=True)
    selector = models.CharField(_("selector"), max_length=63)
    key_file = models.CharField(_("key file"), max_length=500, blank=True, db_default="")
    sealed_key = models.TextField(db_default="")
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["domain"]

    def __str__(self) -> str:
        return f"{self.selector}._domainkey.{self.domain}"

from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.cases.models import Queue


class Mailbox(models.Model):
    """An address of ours: mail to it lands in its queue, and answers of the queue leave from it."""

    address = models.EmailField(_("address"), max_length=320, unique=True)
    name = models.CharField(_("name shown to customers"), max_length=120)
    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, related_name="mailboxes")
    is_primary = models.BooleanField(_("the queue answers from this address"), default=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "mailboxes"
        ordering = ["address"]

    def __str__(self) -> str:
        return self.address

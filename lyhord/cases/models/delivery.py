from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lyhord.cases.models.entry import Entry


class Delivery(models.Model):
    """One outgoing message on its way to one recipient: the outbox and its visible state.

    ``handing_over`` is committed just before the message's last byte goes to the relay. A delivery found in that
    state without anybody working on it may or may not have left: it becomes ``uncertain`` and a person decides,
    so that nothing is sent twice and nothing lost in silence. ``due_at`` lies ahead while a reply can be undone
    or is scheduled.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        HANDING_OVER = "handing_over", _("Being sent")
        UNCERTAIN = "uncertain", _("Uncertain")
        SENT = "sent", _("Sent")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Failed")
        BOUNCED = "bounced", _("Bounced")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Role(models.TextChoices):
        TO = "to", _("To")
        CC = "cc", _("Copy")
        BCC = "bcc", _("Blind copy")

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=12, default="mail")
    recipient = models.CharField(max_length=320)
    role = models.CharField(max_length=4, choices=Role.choices, default=Role.TO)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    response = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    state_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="delivery_once_a_recipient", fields=["entry", "recipient"])]
        indexes = [
            models.Index(fields=["due_at", "id"], name="delivery_due", condition=Q(state="queued")),
            models.Index(fields=["id"], name="delivery_handing_over", condition=Q(state="handing_over")),
            models.Index(
                fields=["-state_at"],
                name="delivery_troubled",
                condition=Q(state__in=["failed", "bounced", "uncertain"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} {self.state}"

    @property
    def is_troubled(self) -> bool:
        return self.state in {self.State.FAILED, self.State.BOUNCED, self.State.UNCERTAIN}

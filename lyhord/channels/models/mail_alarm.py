from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MailAlarm(models.Model):
    """Something about mail that somebody must know; ``about`` names what it concerns, such as ``fetched:3``.

    An open alarm is raised once; it is settled when what it tells is no longer so, or when somebody has read it.
    """

    class Kind(models.TextChoices):
        MISSED = "missed", _("Mail was passed over and has been fetched afterwards")
        UNFETCHED = "unfetched", _("Mail on the server cannot be fetched")
        LOST = "lost", _("Mail was fetched, but is no longer in the ledger")
        SILENT = "silent", _("Mail cannot be fetched")
        RELAY = "relay", _("Answers cannot be sent")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    about = models.CharField(max_length=60)
    facts = models.JSONField(db_default={})
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.UniqueConstraint(name="open_alarm_once", fields=["about", "kind"], condition=Q(settled_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lyhord.cases.models import Entry, Queue
from lyhord.channels.models.mailbox import Mailbox

if TYPE_CHECKING:
    from lyhord.people.models import Agent


class EnvelopeQuerySet(models.QuerySet["Envelope"]):
    def visible_to(self, agent: "Agent") -> Self:
        """The whole ledger for who may read it; what is held, or decided by hand, in the own queues for who decides."""
        if agent.has_permission("channels.see_ledger"):
            return self
        if not agent.has_permission("channels.decide_held"):
            return self.none()
        own = Mailbox.objects.filter(queue__in=Queue.objects.visible_to(agent)).values("address")
        return self.filter(Q(state=Envelope.State.HELD) | Q(reason="by_hand"), account__in=own)


class Envelope(models.Model):
    """One thing that arrived, kept exactly as it came; every one is processed, held or refused.

    ``external_id`` is unique within the account it came to, so that a message handed over twice counts once.
    ``transport`` holds what the channel knows beside the bytes (for mail: sender, recipients, peer), ``decision``
    why the message went where it went, or what a person needs to know to decide it.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        PROCESSED = "processed", _("Processed")
        HELD = "held", _("Held")
        REFUSED = "refused", _("Refused")

    channel = models.CharField(max_length=12)
    account = models.CharField(max_length=320)
    external_id = models.CharField(max_length=200)
    raw = models.BinaryField()
    transport = models.JSONField(db_default={})
    received_at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=10, choices=State.choices, db_default="received")
    reason = models.CharField(max_length=40, db_default="")
    explanation = models.TextField(db_default="")
    decision = models.JSONField(db_default={})
    sender = models.CharField(max_length=320, db_default="")
    subject = models.CharField(max_length=300, db_default="")
    attempts = models.PositiveSmallIntegerField(db_default=0)
    settled_at = models.DateTimeField(null=True)
    entry = models.ForeignKey(Entry, null=True, on_delete=models.SET_NULL, related_name="envelopes")

    objects = EnvelopeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="envelope_once", fields=["channel", "account", "external_id"])]
        indexes = [
            models.Index(fields=["id"], name="envelope_waiting", condition=Q(state="received")),
            models.Index(fields=["-id"], name="envelope_held", condition=Q(state="held")),
            models.Index(fields=["account", "-received_at"], name="envelope_by_account"),
            models.Index(fields=["sender", "-received_at"], name="envelope_by_sender"),
        ]

    def __str__(self) -> str:
        return f"{self.channel}:{self.pk} {self.state}"

    @property
    def tells_more(self) -> bool:
        """Whether the explanation holds facts that the reason does not say."""
        return bool(self.explanation) and self.reason in {"failed", "bounce", "loop"}

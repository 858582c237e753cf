from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lyhord.cases.models.case import Case
from lyhord.customers.models import Customer


class Entry(models.Model):
    """One line of a case's timeline: a message, note, call or event; never changed once written.

    ``text`` is the whole message, ``reply_text`` what is new in it (without quoted history and signature),
    ``html`` the sanitised page. ``threading`` tells with evidence why the message belongs to this case.
    ``recipients`` holds ``{"to": […], "cc": […]}`` as they stand in the message.
    """

    class Kind(models.TextChoices):
        MESSAGE = "message", _("Message")
        NOTE = "note", _("Internal note")
        CALL = "call", _("Call")
        EVENT = "event", _("Event")

    class Direction(models.TextChoices):
        IN = "in", _("From the customer")
        OUT = "out", _("To the customer")
        INTERNAL = "internal", _("Internal")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    direction = models.CharField(max_length=8, choices=Direction.choices, default=Direction.INTERNAL)
    channel = models.CharField(max_length=12, choices=Case.Channel.choices, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    customer = models.ForeignKey(Customer, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    author_name = models.CharField(max_length=160, blank=True)
    author_address = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    reply_text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    recipients = models.JSONField(default=dict, blank=True)
    message_id = models.CharField(max_length=998, blank=True)
    references = models.TextField(blank=True, db_column="refs")
    is_auto = models.BooleanField(default=False)
    is_bounce = models.BooleanField(default=False)
    threading = models.JSONField(default=dict, blank=True)
    event = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["case", "id"], name="entry_of_case"),
            models.Index(models.F("message_id"), name="entry_by_message_id", condition=~Q(message_id="")),
            models.Index(
                fields=["-created_at"], name="entry_we_sent_by_itself", condition=Q(is_auto=True, direction="out")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.pk}"

    @property
    def is_message(self) -> bool:
        return self.kind == self.Kind.MESSAGE

    @property
    def is_note(self) -> bool:
        return self.kind == self.Kind.NOTE

    @property
    def is_event(self) -> bool:
        return self.kind == self.Kind.EVENT

    @property
    def is_inbound(self) -> bool:
        return self.direction == self.Direction.IN

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class Mention(models.Model):
    """A colleague named in a note, and whether they have seen it."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="mentions")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mentions")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="mention_once_an_entry", fields=["entry", "agent"])]
        indexes = [models.Index(fields=["agent", "-id"], name="mention_unseen", condition=Q(seen_at=None))]

    def __str__(self) -> str:
        return f"{self.agent_id} in {self.entry_id}"

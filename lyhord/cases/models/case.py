from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lyhord.cases.models.queue import Queue, visible_queue_ids
from lyhord.core import case_numbers
from lyhord.customers.models import Customer

if TYPE_CHECKING:
    from lyhord.people.models import Agent

OPEN_BELOW = 5


class CaseChangedMeanwhile(Exception):  # noqa: N818 -- a named fact, worded by views
    """Somebody else changed the case after the caller read it; ``case`` is its present state."""

    def __init__(self, case: "Case") -> None:
        super().__init__(
            f"Case {case} was changed by somebody else (version {case.version}). Read it again, then repeat the change."
        )
        self.case = case


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, agent: "Agent") -> Self:
        """What the agent may know of: cases of visible queues and own ones, secret ones only with that permission."""
        if not agent.has_permission("cases.see"):
            return self.none()
        visible = self
        if not agent.has_permission("cases.see_all"):
            visible = visible.filter(Q(queue_id__in=sorted(visible_queue_ids(agent))) | Q(assignee_id=agent.pk))
        if not agent.has_permission("cases.see_protected"):
            visible = visible.filter(Q(secrecy=Case.Secrecy.ORDINARY) | Q(assignee_id=agent.pk))
        return visible

    def is_open(self) -> Self:
        return self.filter(status__lt=OPEN_BELOW)

    def locked(self, pk: int) -> "Case":
        """The case as it is now, for this transaction alone.

        Without joins: PostgreSQL reads a locked row anew after waiting for it, but not the rows it was joined with,
        so that a joined assignee or queue would be the one from before the wait.
        """
        return self.select_for_update().get(pk=pk)

    def unassigned(self) -> Self:
        return self.filter(assignee=None)


class Case(models.Model):
    """One matter a customer wants settled, across every channel it touches."""

    class Status(models.IntegerChoices):
        NEW = 0, pgettext_lazy("status of a case", "New")
        OPEN = 1, pgettext_lazy("status of a case", "Open")
        WAITING_CUSTOMER = 2, _("Waiting for customer")
        WAITING_OTHER = 3, _("Waiting for someone else")
        RESOLVED = 5, pgettext_lazy("status of a case", "Resolved")
        CLOSED = 6, pgettext_lazy("status of a case", "Closed")

    class Priority(models.IntegerChoices):
        LOW = 0, _("Low")
        NORMAL = 1, _("Normal")
        HIGH = 2, _("High")
        URGENT = 3, _("Urgent")

    class Secrecy(models.IntegerChoices):
        ORDINARY = 0, _("Ordinary")
        PROTECTED = 1, _("Protected")

    class Channel(models.TextChoices):
        MAIL = "mail", _("E-mail")
        CHAT = "chat", _("Chat")
        VOICE = "voice", _("Phone")
        SMS = "sms", _("Text message")
        SOCIAL = "social", _("Social media")
        FORM = "form", _("Web form")
        API = "api", _("API")
        AGENT = "agent", _("Agent")

    number = models.BigIntegerField(unique=True, editable=False)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    preview = models.CharField(max_length=200, blank=True)
    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, related_name="cases", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="cases", db_index=False)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="cases", db_index=False
    )
    kind = models.CharField(_("type"), max_length=40, default="question", db_column="type")
    channel = models.CharField(_("channel"), max_length=12, choices=Channel.choices, default=Channel.MAIL)
    status = models.PositiveSmallIntegerField(_("status"), choices=Status.choices, default=Status.NEW)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices, default=Priority.NORMAL)
    line = models.PositiveSmallIntegerField(_("line"), default=1)
    language = models.CharField(_("language"), max_length=8, blank=True)
    secrecy = models.PositiveSmallIntegerField(_("secrecy"), choices=Secrecy.choices, default=Secrecy.ORDINARY)
    fields = models.JSONField(default=dict, blank=True)
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="follow_ups", db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)
    active_at = models.DateTimeField(default=timezone.now)
    reply_due_at = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    latest_inbound_at = models.DateTimeField(null=True, blank=True)
    first_reply_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="case_settled_iff_resolved_at",
                condition=Q(status__gte=OPEN_BELOW, resolved_at__isnull=False)
                | Q(status__lt=OPEN_BELOW, resolved_at=None),
            ),
        ]
        indexes = [
            models.Index(fields=["reply_due_at", "id"], name="case_open_by_due", condition=Q(status__lt=OPEN_BELOW)),
            models.Index(
                fields=["queue", "reply_due_at", "id"], name="case_open_by_queue", condition=Q(status__lt=OPEN_BELOW)
            ),
            models.Index(
                fields=["assignee", "reply_due_at", "id"], name="case_open_by_agent", condition=Q(status__lt=OPEN_BELOW)
            ),
            models.Index(
                fields=["reply_due_at", "id"],
                name="case_unassigned_by_due",
                condition=Q(status__lt=OPEN_BELOW, assignee=None),
            ),
            models.Index(fields=["snoozed_until"], name="case_snoozed", condition=Q(snoozed_until__isnull=False)),
            models.Index(fields=["-active_at", "-id"], name="case_by_activity"),
            models.Index(
                fields=["-active_at", "-id"], name="case_open_by_activity", condition=Q(status__lt=OPEN_BELOW)
            ),
            models.Index(fields=["customer", "-id"], name="case_by_customer"),
            models.Index(fields=["follows"], name="case_follow_ups", condition=Q(follows__isnull=False)),
            GinIndex(fields=["tags"], name="case_by_tag", condition=Q(status__lt=OPEN_BELOW)),
        ]

    def __str__(self) -> str:
        return case_numbers.spoken(self.number)

    @property
    def is_open(self) -> bool:
        return self.status < OPEN_BELOW

    @property
    def is_closed(self) -> bool:
        return self.status == self.Status.CLOSED

    def is_overdue(self, *, at: datetime) -> bool:
        return self.is_open and self.reply_due_at is not None and self.reply_due_at < at

    def require_version(self, version: int | None) -> None:
        """Refuse a change made from an older reading of the case; ``None`` means the caller did not read first."""
        if version is not None and version != self.version:
            raise CaseChangedMeanwhile(self)

    def open_with(self, *, preview: str, at: datetime) -> None:
        """Save a new case whose customer wrote at ``at``: its clock runs from then."""
        self.preview = preview[:200]
        self.created_at = self.active_at = self.latest_inbound_at = at
        self.reply_due_at = at + timedelta(minutes=self.queue.response_time_min)
        self.save(force_insert=True)

    def hear_from_customer(self, *, preview: str, at: datetime) -> None:
        """The customer has written: the case is open, ours to answer, and its clock runs."""
        status = self.Status.NEW if self.status == self.Status.NEW else self.Status.OPEN
        waited_since = self.reply_due_at if self.status in {self.Status.NEW, self.Status.OPEN} else None
        self._move_to(
            status,
            preview=preview[:200],
            active_at=at,
            latest_inbound_at=at,
            snoozed_until=None,
            resolved_at=None,
            reply_due_at=waited_since or at + timedelta(minutes=self.queue.response_time_min),
        )

    def answer_customer(self, *, preview: str, status: int, by: "Agent", at: datetime) -> None:
        """We have answered: the clock stops, ``status`` says whose turn it is, and nobody's case is now ``by``'s."""
        self._move_to(
            status,
            assignee_id=self.assignee_id or by.pk,
            preview=preview[:200],
            active_at=at,
            first_reply_at=self.first_reply_at or at,
            snoozed_until=None,
            reply_due_at=None,
            resolved_at=at if status >= OPEN_BELOW else None,
        )

    def change_status(self, *, status: int, at: datetime) -> None:
        """Set a status by hand; settling stops the clock, opening again starts it anew."""
        runs = status in {self.Status.NEW, self.Status.OPEN}
        due = self.reply_due_at or at + timedelta(minutes=self.queue.response_time_min) if runs else None
        resolved = (self.resolved_at or at) if status >= OPEN_BELOW else None
        self._move_to(status, active_at=at, reply_due_at=due, snoozed_until=None, resolved_at=resolved)

    def give_to(self, assignee: "Agent | None", *, at: datetime) -> None:
        """Change who is responsible; a new case is open once somebody is."""
        status = self.Status.OPEN if self.status == self.Status.NEW and assignee else self.status
        self._move_to(status, assignee=assignee, active_at=at)

    def restore(
        self, *, status: int, assignee_id: int | None, reply_due_at: datetime | None, preview: str, at: datetime
    ) -> None:
        """Be again as before an answer that was withdrawn; the first reply counts only if another one was sent."""
        replied = (
            self.entries.filter(direction="out", kind="message", is_auto=False, withdrawn_at=None)
            .order_by("id")
            .first()
        )
        self._move_to(
            status,
            assignee_id=assignee_id,
            preview=preview[:200],
            active_at=at,
            reply_due_at=reply_due_at,
            first_reply_at=replied.created_at if replied else None,
            resolved_at=(self.resolved_at or at) if status >= OPEN_BELOW else None,
        )

    def note_activity(self, *, at: datetime, **changes: Any) -> None:
        """Change plain fields and say that something happened."""
        self._move_to(self.status, active_at=at, **changes)

    def _move_to(self, status: int, **changes: Any) -> None:
        self.status = status
        self.version += 1
        for name, value in changes.items():
            setattr(self, name, value)
        self.save(update_fields=["status", "version", *changes])


def next_case_number() -> int:
    """A fresh number from the database's sequence, taken before the insert so that a case is written once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('case_serial')")
        return case_numbers.number_for(cursor.fetchone()[0])

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lyhord.channels.models.mailbox import Mailbox


class FetchedMailboxQuerySet(models.QuerySet["FetchedMailbox"]):
    def open(self) -> Self:
        return self.filter(is_active=True)


class FetchedMailbox(models.Model):
    """A folder of somebody's IMAP server whose messages become envelopes of one of our mailboxes.

    Secrets are sealed with the installation's key. ``series`` is raised when the server numbers its messages anew
    (UIDVALIDITY, RFC 9051 §2.3.1.1) or the settings lead to another folder; ``first_uid`` is the first number of the
    series that is ours whatever its date. ``revision`` is raised by every change of the settings.
    """

    class Tls(models.TextChoices):
        IMPLICIT = "implicit", _("TLS from the start (port 993)")
        STARTTLS = "starttls", _("STARTTLS (port 143)")
        NONE = "none", _("No encryption (same machine only)")

    class Auth(models.TextChoices):
        PASSWORD = "password", _("Password")
        REFRESH_TOKEN = "refresh_token", _("OAuth2 with a refresh token")
        CLIENT_CREDENTIALS = "client_credentials", _("OAuth2 as an application (Microsoft 365)")

    class After(models.TextChoices):
        NOTHING = "nothing", _("Leave it as it is")
        SEEN = "seen", _("Mark it as read")
        MOVE = "move", _("Move it to another folder")

    class Start(models.TextChoices):
        NEW = "new", _("Only what arrives from now on")
        DAYS = "days", _("The latest days too")
        ALL = "all", _("Everything in the folder")

    class Phase(models.TextChoices):
        RESTING = "resting", _("Not started")
        CONNECTING = "connecting", _("Connecting")
        FETCHING = "fetching", _("Fetching")
        LISTENING = "listening", _("Listening for new mail")
        WAITING = "waiting", _("Waiting to try again")

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="fetched")
    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField(default=993)
    tls = models.CharField(max_length=8, choices=Tls.choices, default=Tls.IMPLICIT)
    user = models.CharField(max_length=320)
    auth = models.CharField(max_length=20, choices=Auth.choices, default=Auth.PASSWORD)
    sealed_secret = models.TextField(db_default="")
    token_url = models.CharField(max_length=500, blank=True, db_default="")
    client_id = models.CharField(max_length=200, blank=True, db_default="")
    sealed_client_secret = models.TextField(db_default="")
    scope = models.CharField(max_length=500, blank=True, db_default="")
    folder = models.CharField(max_length=250, default="INBOX")
    after = models.CharField(max_length=8, choices=After.choices, default=After.SEEN)
    move_to = models.CharField(max_length=250, blank=True, db_default="")
    start = models.CharField(max_length=4, choices=Start.choices, default=Start.NEW)
    start_days = models.PositiveSmallIntegerField(default=7)
    is_active = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(db_default=0)

    series = models.PositiveIntegerField(db_default=0)
    uid_validity = models.BigIntegerField(null=True)
    began_at = models.DateTimeField(null=True)
    first_uid = models.BigIntegerField(db_default=0)
    latest_uid = models.BigIntegerField(db_default=0)
    phase = models.CharField(max_length=10, choices=Phase.choices, db_default="resting")
    latest_success_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=24, db_default="")
    trouble_words = models.CharField(max_length=500, db_default="")
    troubled_since = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(db_default=0)
    next_attempt_at = models.DateTimeField(null=True)

    objects = FetchedMailboxQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "fetched mailboxes"
        ordering = ["mailbox__address", "pk"]

    def __str__(self) -> str:
        return f"{self.user} {self.folder}"

    def is_silent(self, *, for_at_least: timedelta, at: datetime) -> bool:
        """Whether nothing has been fetched or listened for since a trouble that long ago."""
        return self.is_active and self.troubled_since is not None and at - self.troubled_since >= for_at_least


class FetchedMessage(models.Model):
    """A message as the server numbers it, from when it was seen there until it is an envelope.

    For every mailbox and day, seen = kept + known + gone + waiting, and every kept message has an envelope.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Seen, not yet fetched")
        KEPT = "kept", _("Became an envelope")
        KNOWN = "known", _("Was in the ledger already")
        GONE = "gone", _("Was removed on the server before it was fetched")

    fetched = models.ForeignKey(FetchedMailbox, on_delete=models.CASCADE, related_name="messages")
    series = models.PositiveIntegerField()
    uid = models.BigIntegerField()
    size_bytes = models.BigIntegerField()
    arrived_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=8, choices=State.choices, db_default="waiting")
    envelope = models.ForeignKey("channels.Envelope", null=True, on_delete=models.SET_NULL, related_name="fetched")
    is_late = models.BooleanField(db_default=False)
    is_followed_up = models.BooleanField(db_default=False)
    trouble = models.CharField(max_length=500, db_default="")

    class Meta:
        constraints = [models.UniqueConstraint(name="fetched_message_once", fields=["fetched", "series", "uid"])]
        indexes = [
            models.Index(fields=["fetched", "series"], name="fetched_waiting", condition=models.Q(state="waiting")),
            models.Index(
                fields=["fetched", "series"], name="fetched_to_follow_up", condition=models.Q(is_followed_up=False)
            ),
            models.Index(fields=["fetched", "-arrived_at"], name="fetched_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.fetched_id}:{self.series}:{self.uid} {self.state}"

from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from lyhord.people.scopes import is_within


class AgentQuerySet(models.QuerySet["Agent"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def visible_to(self, agent: "Agent") -> Self:
        return self if agent.has_permission("people.see") else self.filter(pk=agent.pk)


class AgentManager(BaseUserManager.from_queryset(AgentQuerySet)["Agent"]):  # type: ignore[misc]  # built at run time by Django
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Agent":
        agent: Agent = self.model(email=email.lower(), **fields)
        agent.set_password(password)
        agent.save(using=self._db)
        return agent

    def get_by_natural_key(self, username: str | None) -> "Agent":
        agent: Agent = self.get(email=(username or "").lower())
        return agent


class Agent(AbstractBaseUser):
    """An employee who answers, plans, coaches or administers; signs in with an e-mail address."""

    class Presence(models.TextChoices):
        AVAILABLE = "available", _("Available")
        BUSY = "busy", _("Busy")
        BREAK = "break", _("On a break")
        AWAY = "away", _("Away")
        OFFLINE = "offline", _("Offline")

    class Theme(models.TextChoices):
        SYSTEM = "system", _("System")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    is_active = models.BooleanField(default=True)
    roles = models.ManyToManyField("people.Role", related_name="agents", blank=True)
    teams = models.ManyToManyField("people.Team", related_name="agents", blank=True)
    title = models.CharField(_("title"), max_length=80, blank=True)
    signature = models.TextField(_("signature"), blank=True)
    language = models.CharField(_("language"), max_length=8, default="sv")
    theme = models.CharField(_("theme"), max_length=8, choices=Theme.choices, default=Theme.SYSTEM)
    uses_shortcuts = models.BooleanField(_("single-key shortcuts"), default=True)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    presence = models.CharField(max_length=12, choices=Presence.choices, default=Presence.OFFLINE)
    presence_since = models.DateTimeField(default=timezone.now)
    joined_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = AgentManager()
    _scopes: tuple[str, ...] = ("*",)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(name="agent_email_is_lower_case", condition=models.Q(email=Lower("email"))),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()

    @property
    def initials(self) -> str:
        words = self.name.split() or [self.email]
        return "".join(word[0] for word in [words[0], *words[1:][-1:]]).upper()

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]

    @cached_property
    def _granted(self) -> frozenset[str]:
        return frozenset(code for role in self.roles.all() for code in role.permissions)

    def has_permission(self, code: str) -> bool:
        """Whether one of the agent's roles allows it; one query the first time an instance is asked."""
        if not self.is_active or not is_within(code, self._scopes):
            return False
        granted = self._granted
        return code in granted or "*" in granted or f"{code.split('.', maxsplit=1)[0]}.*" in granted

    def confine_to(self, scopes: Collection[str]) -> None:
        """Leave this instance, which acts for an API token, no more than the token's scopes."""
        self._scopes = tuple(scopes)

    @property
    def rights(self) -> str:
        """All permissions in one text, the same for everybody who is allowed the same."""
        return " ".join(sorted(self._granted)) if self.is_active else ""

    @cached_property
    def team_ids(self) -> frozenset[int]:
        return frozenset(self.teams.values_list("pk", flat=True))

    def be(self, presence: str, *, at: datetime) -> None:
        """Show this presence from ``at`` on; saying the same again keeps the earlier moment."""
        if presence == self.presence:
            return
        self.presence = self.Presence(presence).value
        self.presence_since = at
        self.save(update_fields=["presence", "presence_since"])

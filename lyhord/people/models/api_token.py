import hashlib
import secrets
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lyhord.people.models.agent import Agent

PREFIX = "lyh_"


def digest_of(secret: str) -> str:
    """What is kept of a token: its SHA-256 (the secret has 256 random bits, so no salt or stretching is needed)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_secret() -> str:
    return PREFIX + secrets.token_urlsafe(32)


class ApiToken(models.Model):
    """A key to the API that acts as its agent within its scopes."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)
    scopes = ArrayField(models.CharField(max_length=80), default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    latest_use_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} …{self.hint}"

    def is_valid(self, *, at: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > at) and self.agent.is_active

    def allows(self, scope: str) -> bool:
        return "*" in self.scopes or scope in self.scopes or f"{scope.split('.', maxsplit=1)[0]}.*" in self.scopes

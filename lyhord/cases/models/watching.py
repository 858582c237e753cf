from django.conf import settings
from django.db import models

from lyhord.cases.models.case import Case


class CaseSeen(models.Model):
    """Up to when an agent has read a case; what came later is unread."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="seen", db_index=False)
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="case_seen_once_an_agent", fields=["agent", "case"])]

    def __str__(self) -> str:
        return f"{self.agent_id} {self.case_id}"


class CaseViewer(models.Model):
    """An agent who has the case open, and whether they write; stale ``STALE_AFTER_S`` after the last sign of life."""

    STALE_AFTER_S = 45

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="viewers", db_index=False)
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    is_writing = models.BooleanField(default=False)
    alive_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="case_viewer_once_an_agent", fields=["case", "agent"])]

    def __str__(self) -> str:
        return f"{self.agent_id} {self.case_id}"

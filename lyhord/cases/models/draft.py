from django.conf import settings
from django.db import models

from lyhord.cases.models.case import Case


class DraftChangedMeanwhile(Exception):  # noqa: N818 -- a named fact, worded by views
    """The draft was saved from another window after this one read it; ``draft`` is what is kept."""

    def __init__(self, draft: "Draft") -> None:
        super().__init__("The draft was changed in another window.")
        self.draft = draft


class Draft(models.Model):
    """What an agent is writing in a case, saved as it is typed; one reply and one note an agent and case."""

    class Kind(models.TextChoices):
        REPLY = "reply"
        NOTE = "note"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="drafts")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.REPLY)
    html = models.TextField(blank=True)
    recipients = models.JSONField(default=dict, blank=True)
    quotes_history = models.BooleanField(null=True)
    version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="draft_of_an_agent", fields=["case", "agent", "kind"])]

    def __str__(self) -> str:
        return f"{self.agent_id} {self.kind} {self.case_id}"

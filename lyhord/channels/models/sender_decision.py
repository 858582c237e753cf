from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.cases.models import Case


class SenderDecision(models.Model):
    """What somebody decided about a stranger who wrote to a case; it holds for the next message too.

    ``leads_to`` is the case that a stranger got of their own. ``address`` is in lower case.
    """

    class Verdict(models.TextChoices):
        JOIN = "join", _("Takes part")
        SEPARATE = "separate", _("Has a case of their own")
        REFUSE = "refuse", _("Refused")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="sender_decisions")
    address = models.CharField(max_length=320)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    leads_to = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="sender_decision_once", fields=["case", "address"])]

    def __str__(self) -> str:
        return f"{self.address} {self.verdict} {self.case_id}"

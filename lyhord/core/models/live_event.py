from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class LiveEvent(models.Model):
    """Something open screens should know; kept a day so that a screen that lost its line misses nothing."""

    at = models.DateTimeField(db_default=Now())
    topics = ArrayField(models.CharField(max_length=64))
    kind = models.CharField(max_length=64)
    body = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["at"], name="live_event_by_age")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

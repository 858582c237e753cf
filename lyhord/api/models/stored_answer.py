from datetime import timedelta

from django.db import models
from django.utils import timezone


class StoredAnswer(models.Model):
    """What a POST with an Idempotency-Key was answered, so that its repetition does nothing and is told the same.

    Written in the transaction of what the request does: either both are there or neither.
    """

    KEPT = timedelta(hours=24)

    owner = models.CharField(max_length=40)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    content_type = models.CharField(max_length=127, blank=True)
    location = models.CharField(max_length=300, blank=True)
    body = models.BinaryField(default=b"")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(name="stored_answer_once", fields=["owner", "key"])]
        indexes = [models.Index(fields=["created_at"], name="stored_answer_by_age")]

    def __str__(self) -> str:
        return f"{self.owner} {self.key}"

from django.db import models


class Heartbeat(models.Model):
    """When a part of the program was last seen alive; read by /readyz and the status page."""

    part = models.CharField(max_length=80, primary_key=True)
    seen_at = models.DateTimeField()
    detail = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.part} {self.seen_at:%H:%M:%S}"

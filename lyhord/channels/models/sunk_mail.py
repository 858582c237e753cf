from django.db import models


class SunkMail(models.Model):
    """An outgoing message that stayed here because no relay is configured; read at /demo/outbox."""

    sender = models.CharField(max_length=320)
    recipient = models.CharField(max_length=320)
    message_id = models.CharField(max_length=998)
    subject = models.CharField(max_length=300, blank=True)
    raw = models.BinaryField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(name="sunk_mail_once_a_recipient", fields=["message_id", "recipient"])]

    def __str__(self) -> str:
        return f"{self.recipient} {self.subject}"

from django.db import models
from django.utils.translation import gettext_lazy as _

from lyhord.cases.models.queue import Queue


class Acknowledgement(models.Model):
    """What a queue answers by itself, in one language, to the message that opens a case; a queue without it is silent.

    ``body`` is plain text with variables (``acknowledging.VARIABLES``); ``opening_hours`` is told in it as written.
    """

    queue = models.ForeignKey(Queue, on_delete=models.CASCADE, related_name="acknowledgements")
    language = models.CharField(_("language"), max_length=8)
    body = models.TextField(_("text"))
    opening_hours = models.CharField(_("opening hours"), max_length=200, blank=True)

    class Meta:
        ordering = ["queue", "language"]
        constraints = [models.UniqueConstraint(name="acknowledgement_once_a_language", fields=["queue", "language"])]

    def __str__(self) -> str:
        return f"{self.queue_id} {self.language}"

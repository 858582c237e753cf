from django.db import models
from django.urls import reverse

from lyhord.cases.models.entry import Entry
from lyhord.core.models import StoredFile


class Attachment(models.Model):
    """A file that came with an entry; before its entry exists, it hangs on a draft."""

    entry = models.ForeignKey(Entry, null=True, on_delete=models.CASCADE, related_name="attachments")
    draft = models.ForeignKey("cases.Draft", null=True, on_delete=models.SET_NULL, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    content_id = models.CharField(max_length=255, blank=True)
    is_inline = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.filename

    @property
    def url(self) -> str:
        return reverse("cases:attachment", args=[self.pk])

    @property
    def is_image(self) -> bool:
        return self.content_type in {"image/png", "image/jpeg", "image/gif", "image/webp"}

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lyhord.cases.dangers import without_direction_marks
from lyhord.cases.models.entry import Entry
from lyhord.core.models import StoredFile


class Attachment(models.Model):
    """A file that came with an entry; before its entry exists, it hangs on a draft.

    ``danger`` says why it should be opened with care (``dangers.py``). ``scan`` is empty where no scanner is set up;
    ``scan_words`` are the scanner's own.
    """

    class Scan(models.TextChoices):
        WAITING = "waiting", _("Being checked for viruses")
        NOT_SCANNED = "not_scanned", _("Not checked for viruses")
        CLEAN = "clean", _("Checked for viruses")
        INFECTED = "infected", _("Infected")

    entry = models.ForeignKey(Entry, null=True, on_delete=models.CASCADE, related_name="attachments")
    draft = models.ForeignKey("cases.Draft", null=True, on_delete=models.SET_NULL, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    content_id = models.CharField(max_length=255, blank=True)
    is_inline = models.BooleanField(default=False)
    danger = models.CharField(max_length=20, blank=True, default="", db_default="")
    scan = models.CharField(max_length=12, choices=Scan.choices, blank=True, default="", db_default="")
    scan_words = models.CharField(max_length=200, blank=True, default="", db_default="")

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["id"], name="attachment_to_scan", condition=Q(scan__in=["waiting", "not_scanned"])),
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def url(self) -> str:
        return reverse("cases:attachment", args=[self.pk])

    @property
    def is_infected(self) -> bool:
        return self.scan == self.Scan.INFECTED

    @property
    def is_unscanned(self) -> bool:
        return self.scan in {self.Scan.WAITING, self.Scan.NOT_SCANNED}

    @property
    def shown_name(self) -> str:
        """The name without characters that turn the reading direction, which make ``gpj.exe`` of ``exe.jpg``."""
        return without_direction_marks(self.filename)

    @property
    def is_image(self) -> bool:
        return self.content_type in {"image/png", "image/jpeg", "image/gif", "image/webp"}

from django.db import models


class Organisation(models.Model):
    """A company, association or authority that customers belong to."""

    name = models.CharField(max_length=160)
    organisation_number = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

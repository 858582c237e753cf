from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext

from lyhord.core.permissions import declared


class Role(models.Model):
    """A named set of permissions; ``room.*`` means all of a room, ``*`` everything."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    permissions = ArrayField(models.CharField(max_length=80), default=list, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def allows(self, code: str) -> bool:
        granted = self.permissions
        return code in granted or "*" in granted or f"{code.split('.', maxsplit=1)[0]}.*" in granted

    def spelt_out(self) -> set[str]:
        """Every declared permission that the role allows, without the short forms."""
        return {code for code in declared if self.allows(code)}

    @property
    def label(self) -> str:
        """The role's name in the reader's language; a department's own names stand as they are."""
        return gettext(self.name)

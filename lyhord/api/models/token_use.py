from django.db import models

from lyhord.people.models import ApiToken


class TokenUse(models.Model):
    """How many requests a token has made in the present minute; not logged, for it means nothing after a crash."""

    token = models.OneToOneField(ApiToken, primary_key=True, on_delete=models.CASCADE, related_name="+")
    minute = models.BigIntegerField()
    requests = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.token_id} {self.requests}"

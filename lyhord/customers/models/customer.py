from typing import TYPE_CHECKING, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lyhord.customers.models.organisation import Organisation

if TYPE_CHECKING:
    from lyhord.people.models import Agent


NAME_WORDS = SearchVector("name", config="simple")


class CustomerQuerySet(models.QuerySet["Customer"]):
    def visible_to(self, agent: "Agent") -> Self:
        return self if agent.has_permission("customers.see") else self.none()


class Customer(models.Model):
    """A person who asks, whatever channel they use."""

    name = models.CharField(_("name"), max_length=160, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="customers"
    )
    is_protected = models.BooleanField(_("protected identity"), default=False)
    memo = models.TextField(_("about the customer"), blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        indexes = [GinIndex(NAME_WORDS, name="customer_by_word", fastupdate=False)]

    def __str__(self) -> str:
        return self.name or str(_("Unknown customer"))

    @property
    def initials(self) -> str:
        words = self.name.split() or ["?"]
        return "".join(word[0] for word in [words[0], *words[1:][-1:]]).upper()

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lyhord.cases.models.queue import Queue

if TYPE_CHECKING:
    from lyhord.people.models import Agent


class CannedReplyQuerySet(models.QuerySet["CannedReply"]):
    def visible_to(self, agent: "Agent") -> Self:
        return self.filter(Q(queues=None) | Q(queues__in=Queue.objects.visible_to(agent))).distinct()


class CannedReply(models.Model):
    """A text that is often used, with variables such as ``{{ customer.first_name }}`` filled in when chosen."""

    title = models.CharField(_("title"), max_length=120)
    shortcut = models.SlugField(_("shortcut"), max_length=40, unique=True)
    body = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=8, default="sv")
    queues = models.ManyToManyField(Queue, related_name="canned_replies", blank=True)
    uses = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CannedReplyQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

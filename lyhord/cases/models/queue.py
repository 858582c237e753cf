from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lyhord.people.models import Team

if TYPE_CHECKING:
    from lyhord.people.models import Agent


class QueueQuerySet(models.QuerySet["Queue"]):
    def visible_to(self, agent: "Agent") -> Self:
        """The queues of the agent's teams and those open to everybody; all of them for who may see every case."""
        if agent.has_permission("cases.see_all"):
            return self
        if not agent.has_permission("cases.see"):
            return self.none()
        return self.filter(
            Q(is_restricted=False)
            | Q(pk__in=Queue.teams.through.objects.filter(team__agents=agent.pk).values("queue_id"))
        )

    def worked_by(self, agent: "Agent") -> Self:
        """The queues that the agent's own teams answer."""
        return self.filter(pk__in=Queue.teams.through.objects.filter(team_id__in=agent.team_ids).values("queue_id"))


class Queue(models.Model):
    """Where cases of one sort wait, with the teams that answer them."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    teams = models.ManyToManyField(Team, related_name="queues", blank=True)
    signature = models.TextField(_("signature"), blank=True)
    language = models.CharField(_("language"), max_length=8, default="sv")
    is_restricted = models.BooleanField(_("only for its own teams"), default=False)
    response_time_min = models.PositiveIntegerField(_("answer within (minutes)"), default=480)
    quotes_history = models.BooleanField(_("answers quote the customer's message"), db_default=False, default=False)
    position = models.PositiveSmallIntegerField(default=0)

    objects = QueueQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


def visible_queues(agent: "Agent") -> tuple[Queue, ...]:
    """The queues of ``visible_to``, read once for an agent who was read once, that is once a request."""
    known: dict[str, tuple[Queue, ...]] = vars(agent)
    if "_visible_queues" not in known:
        known["_visible_queues"] = tuple(Queue.objects.visible_to(agent))
    return known["_visible_queues"]


def visible_queue_ids(agent: "Agent") -> frozenset[int]:
    return frozenset(queue.pk for queue in visible_queues(agent))

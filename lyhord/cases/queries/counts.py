from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import BooleanField, Count, ExpressionWrapper, Q

from lyhord.cases.models import Case
from lyhord.cases.models.queue import visible_queue_ids
from lyhord.cases.queries.rows import OUR_TURN
from lyhord.people.models import Agent


class Tally(NamedTuple):
    """How many open ``cases`` have the same queue, assignee and secrecy and wait for us, or do not."""

    queue_id: int
    assignee_id: int | None
    secrecy: int
    waits_for_us: bool
    is_awake: bool
    cases: int


def open_tally(*, at: datetime) -> list[Tally]:
    """All open cases in a thousand lines or so, from which the counts of every agent can be told.

    Worth sharing: it costs the same for a thousand agents as for one.
    """
    waits_for_us = ExpressionWrapper(Q(status__in=OUR_TURN), output_field=BooleanField())
    is_awake = ExpressionWrapper(Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=at), output_field=BooleanField())
    grouped = (
        Case.objects.is_open()
        .annotate(waits_for_us=waits_for_us, is_awake=is_awake)
        .values_list("queue_id", "assignee_id", "secrecy", "waits_for_us", "is_awake")
        .annotate(cases=Count("id"))
        .order_by()
    )
    return [Tally(*values) for values in grouped]


def inbox_counts(*, agent: Agent, at: datetime, tally: Sequence[Tally] | None = None) -> dict[str, int]:
    """How many open cases wait in each of the agent's lists; reads open cases only, by partial index.

    Keys: ``mine``, ``unassigned``, ``waiting`` and ``queue:<id>`` for every visible queue that has any.
    """
    counts = {"mine": 0, "unassigned": 0, "waiting": 0}
    for each in _visible(open_tally(at=at) if tally is None else tally, agent=agent):
        queue = f"queue:{each.queue_id}"
        counts.setdefault(queue, 0)
        if not each.waits_for_us:
            counts["waiting"] += each.cases
        elif each.is_awake:
            counts[queue] += each.cases
            counts["unassigned"] += each.cases if each.assignee_id is None else 0
            counts["mine"] += each.cases if each.assignee_id == agent.pk else 0
    return counts


def _visible(tally: Sequence[Tally], *, agent: Agent) -> list[Tally]:
    """What ``CaseQuerySet.visible_to`` lets the agent know of."""
    if not agent.has_permission("cases.see"):
        return []
    sees_all, sees_protected = agent.has_permission("cases.see_all"), agent.has_permission("cases.see_protected")
    queues = frozenset() if sees_all else visible_queue_ids(agent)
    return [
        each
        for each in tally
        if each.assignee_id == agent.pk
        or ((sees_all or each.queue_id in queues) and (sees_protected or each.secrecy == Case.Secrecy.ORDINARY))
    ]

"""How routes find what a request names: always among what the agent may see."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from lyhord.cases.models import Attachment, Case, Delivery, Entry, Queue
from lyhord.cases.queries import case_for
from lyhord.core.rest import Problem
from lyhord.people.models import Agent


def full(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With all that a case in JSON shows, at a fixed number of queries."""
    joined = cases.select_related("queue", "assignee", "customer", "follows")
    return joined.prefetch_related("customer__contact_points")


def full_entries(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    return entries.select_related("author", "case__customer").prefetch_related(
        Prefetch("attachments", Attachment.objects.select_related("file")),
        Prefetch("deliveries", Delivery.objects.order_by("pk")),
    )


def case_of(*, agent: Agent, number: str) -> Case:
    """The case of a number with or without dash; raises ``Http404`` for one that is unknown or not to be seen."""
    return case_for(agent=agent, number=number)


def queue_named(name: str | int, *, agent: Agent) -> Queue:
    """A visible queue by slug or id; raises ``Problem`` 422 otherwise."""
    written = str(name)
    queues = Queue.objects.visible_to(agent)
    found = queues.filter(pk=int(written)) if _is_id(written) else queues.filter(slug=written)
    queue = found.first()
    if queue is None:
        detail = f"There is no queue “{written}” that you may see. GET /queues lists them by id and slug."
        raise wrong("queue", detail)
    return queue


def colleague_named(email: str, *, agent: Agent) -> Agent:
    """An active colleague by e-mail address, or ``me``; raises ``Problem`` 422 otherwise."""
    if email.lower() == "me":
        return agent
    found: Agent | None = Agent.objects.visible_to(agent).filter(email=email.strip().lower(), is_active=True).first()
    if found is None:
        raise wrong("assignee", f"There is no colleague with the address “{email}”. GET /agents lists them.")
    return found


def wrong(at: str, detail: str) -> Problem:
    errors: list[dict[str, Any]] = [{"at": at, "detail": detail}]
    return Problem(status=422, kind="invalid", detail=detail, errors=errors)


def _is_id(written: str) -> bool:
    return written.isascii() and written.isdigit() and len(written) < 18  # noqa: PLR2004 -- digits of a bigint

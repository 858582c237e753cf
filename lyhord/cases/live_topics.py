"""Which live topics of cases an agent's screen may follow."""

from collections.abc import Iterable

from lyhord.cases.models import Case, Queue
from lyhord.core import case_numbers
from lyhord.core.live import own_topics, topic_guard
from lyhord.people.models import Agent


@own_topics
def queues_and_self(agent: Agent) -> Iterable[str]:
    yield f"agent.{agent.pk}"
    for pk in Queue.objects.visible_to(agent).values_list("pk", flat=True):
        yield f"queue.{pk}"


@topic_guard("case")
def may_follow_case(agent: Agent, number: str) -> bool:
    return Case.objects.visible_to(agent).filter(number=case_numbers.read(number) or 0).exists()

import pytest

from lyhord.cases.tests.factories import make_agent, make_case, make_queue, make_team
from lyhord.core.live import topics_for

pytestmark = pytest.mark.django_db


def test_screen_hears_its_agents_queues_and_the_case_it_asks_for() -> None:
    agent, queue = make_agent(), make_queue()
    case = make_case(queue)

    heard = topics_for(agent, asked=[f"case.{case}"])

    assert heard == {"everyone", f"agent.{agent.pk}", f"queue.{queue.pk}", f"case.{case}"}


def test_screen_never_hears_of_a_case_its_agent_may_not_see() -> None:
    agent = make_agent()
    queue = make_queue(is_restricted=True, teams=(make_team(),))
    case = make_case(queue)

    heard = topics_for(agent, asked=[f"case.{case}", f"queue.{queue.pk}", "agent.1"])

    assert heard == {"everyone", f"agent.{agent.pk}"}

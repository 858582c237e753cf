from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from lyhord.core.permissions import declared
from lyhord.core.rest import agent_of, requires
from lyhord.people.models import Agent

router = Router()


class AgentOut(Schema):
    id: int
    name: str
    email: str
    title: str
    teams: list[str]
    presence: str
    presence_since: datetime


class AgentList(Schema):
    items: list[AgentOut]


class Me(AgentOut):
    """Who the request is made as, and what it may do: the roles' permissions within the token's scopes."""

    language: str
    permissions: list[str]


@router.get("/agents", response=AgentList, summary="List colleagues")
@requires("people.see")
def list_agents(request: HttpRequest) -> AgentList:
    agents = Agent.objects.visible_to(agent_of(request)).active().prefetch_related("teams").order_by("name", "pk")
    return AgentList(items=[AgentOut(**_facts(agent)) for agent in agents])


@router.get("/me", response=Me, summary="Read who the request is made as")
@requires("people.be_present", "people.see", "cases.see")
def read_me(request: HttpRequest) -> Me:
    agent = agent_of(request)
    permissions = sorted(code for code in declared if agent.has_permission(code))
    return Me(**_facts(agent), language=agent.language, permissions=permissions)


def _facts(agent: Agent) -> dict[str, Any]:
    return {
        "id": agent.pk,
        "name": agent.name,
        "email": agent.email,
        "title": agent.title,
        "teams": sorted(team.name for team in agent.teams.all()),
        "presence": agent.presence,
        "presence_since": agent.presence_since,
    }

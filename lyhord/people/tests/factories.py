from collections.abc import Iterable
from itertools import count

from lyhord.people.models import Agent, Role, Team

_numbers = count(1)
PASSWORD = "correct horse battery"


def make_agent(
    *,
    name: str = "Elsa Lindqvist",
    roles: Iterable[str] = ("agent",),
    teams: Iterable[Team] = (),
    password: str | None = PASSWORD,
) -> Agent:
    agent = Agent.objects.create_user(f"agent{next(_numbers)}@nordljus.example", password, name=name)
    agent.roles.set(Role.objects.filter(code__in=roles))
    agent.teams.set(teams)
    return agent


def make_team(*, name: str = "Leverans") -> Team:
    return Team.objects.create(name=f"{name} {next(_numbers)}")

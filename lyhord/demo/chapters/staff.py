from datetime import datetime

from django.contrib.auth.hashers import make_password

from lyhord.demo.chapters import Progress
from lyhord.demo.department import DemoAgent
from lyhord.demo.logins import PASSWORD
from lyhord.demo.world import World
from lyhord.people.models import Agent, Role, Team

_PRESENT = ("available", "available", "busy", "available", "away", "available", "break", "offline")


class Staff:
    """The agents with their teams and roles; agent and team ids follow the order of the department."""

    name = "Medarbetare"

    def steps(self, world: World) -> int:
        return len(world.department.agents)

    def write(self, world: World, *, now: datetime, progress: Progress) -> None:
        teams = {
            name: Team.objects.create(name=name, description=text) for name, text in world.department.teams.items()
        }
        roles = {role.code: role for role in Role.objects.all()}
        password = make_password(PASSWORD)
        for person in world.department.agents:
            agent = Agent.objects.create(password=password, **_fields(person, now))
            agent.roles.set([roles[code] for code in person.roles])
            agent.teams.set([teams[person.team]])
            progress(1)


def _fields(person: DemoAgent, now: datetime) -> dict[str, object]:
    return {
        "pk": person.index + 1,
        "email": person.email,
        "name": person.name,
        "title": person.title,
        "languages": list(person.languages),
        "presence": _PRESENT[person.index % len(_PRESENT)] if person.share else "offline",
        "presence_since": now,
    }

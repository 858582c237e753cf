"""Who may sign in to the demo, all with one well-known password."""

from dataclasses import dataclass

from lyhord.demo.department import DemoAgent, department

PASSWORD = "nordljus-demo"  # noqa: S105 -- known to everybody, on purpose
_SHOWN = ("admin", "elsa", "amira", "karin", "sanna", "helena")


@dataclass(frozen=True, slots=True)
class Login:
    email: str
    role: str


def _login(agent: DemoAgent) -> Login:
    return Login(agent.email, f"{agent.name}, {agent.title.lower()}")


LOGINS = tuple(
    _login(agent) for local in _SHOWN for agent in department().agents if agent.email.startswith(f"{local}@")
)

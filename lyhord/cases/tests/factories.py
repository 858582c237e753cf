from datetime import UTC, datetime
from itertools import count
from typing import Any

from lyhord.cases.actions.receive_message import IncomingMessage, open_case, receive_in_case
from lyhord.cases.models import Case, Entry, Queue
from lyhord.core.actions import SYSTEM
from lyhord.customers.actions.identify_sender import identify_sender
from lyhord.customers.models import Customer
from lyhord.people.models import Agent, Role, Team

NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
_serial = count(1)


def make_team(name: str = "") -> Team:
    return Team.objects.create(name=name or f"Team {next(_serial)}")


def make_agent(
    name: str = "Elsa Lindqvist", *, role: str = "agent", teams: tuple[Team, ...] = (), **fields: Any
) -> Agent:
    agent = Agent.objects.create_user(email=f"agent{next(_serial)}@nordljus.example", name=name, **fields)
    agent.roles.set([Role.objects.get(code=role)])
    agent.teams.set(teams)
    return agent


def make_queue(name: str = "", *, teams: tuple[Team, ...] = (), **fields: Any) -> Queue:
    serial = next(_serial)
    queue = Queue.objects.create(name=name or f"Kö {serial}", slug=f"ko-{serial}", **fields)
    queue.teams.set(teams)
    return queue


def make_customer(name: str = "Maja Öberg", email: str = "") -> Customer:
    return identify_sender(email=email or f"kund{next(_serial)}@example.com", name=name)


def a_message(customer: Customer | None = None, text: str = "Var är min order?", **changes: Any) -> IncomingMessage:
    who = customer or make_customer()
    point = who.contact_points.first()
    facts: dict[str, Any] = {
        "channel": "mail",
        "customer": who,
        "author_name": who.name,
        "author_address": point.address if point else "",
        "subject": "Min order",
        "text": text,
        "reply_text": text,
        "html": "",
        "recipients": {"to": ["kundservice@nordljus.example"], "cc": []},
        "message_id": f"<{next(_serial)}@example.com>",
        "references": "",
        "language": "sv",
        "is_auto": False,
        "is_bounce": False,
        "threading": {"method": "new"},
        "files": (),
        "at": NOON,
    }
    return IncomingMessage(**{**facts, **changes})


def make_case(queue: Queue | None = None, customer: Customer | None = None, **message: Any) -> Case:
    return open_case(queue=queue or make_queue(), message=a_message(customer, **message), by=SYSTEM).case


def hear_again(case: Case, text: str = "Hallå?", **message: Any) -> Entry:
    return receive_in_case(case=case, message=a_message(case.customer, text, **message), by=SYSTEM)

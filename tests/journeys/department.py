"""A small department with the whole program running around it: real mail in, real mail out, real pages."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid
from itertools import count

from playwright.sync_api import Page

from lyhord.cases.models import Queue
from lyhord.channels.models import Mailbox
from lyhord.channels.tests.relays import RelayStub, open_relay
from lyhord.core.tests.homes import open_home
from lyhord.core.tests.processes import free_port, running, url_of_this_tests_database
from lyhord.people.models import Agent, Role, Team
from tests.program.screens import session_of

ADDRESS = "kundservice@nordljus.example"
_serial = count(1)


@dataclass(frozen=True, kw_only=True)
class Department:
    """Where its pages, its post and its relay are, and who works there."""

    url: str
    smtp_port: int
    relay: RelayStub
    queue: Queue
    team: Team

    @property
    def customer(self) -> str:
        """The address of a customer who has written to nobody else."""
        return f"maja.{self.queue.slug}@example.com"

    def agent(self, name: str, *, role: str = "agent") -> Agent:
        agent = Agent.objects.create_user(email=f"agent{next(_serial)}@nordljus.example", name=name)
        agent.roles.set([Role.objects.get(code=role)])
        agent.teams.set([self.team])
        return agent

    def sign_in(self, page: Page, agent: Agent) -> None:
        value = session_of(agent).removeprefix("sessionid=")
        page.context.add_cookies([{"name": "sessionid", "value": value, "url": self.url}])

    def write(
        self,
        text: str,
        *,
        subject: str,
        answers: EmailMessage | None = None,
        sender: str = "",
        files: tuple[tuple[str, bytes], ...] = (),
    ) -> str:
        """A customer sends real mail; returns its Message-ID."""
        mail = EmailMessage()
        mail["From"] = sender or f"Maja Öberg <{self.customer}>"
        mail["To"] = ADDRESS
        mail["Subject"] = subject
        mail["Message-ID"] = make_msgid(domain="example.com")
        if answers is not None:
            mail["In-Reply-To"] = answers["Message-ID"]
            mail["References"] = f"{answers['References'] or ''} {answers['Message-ID']}".strip()
        mail.set_content(text)
        for filename, content in files:
            mail.add_attachment(content, maintype="image", subtype="png", filename=filename)
        with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=20) as post:
            post.send_message(mail)
        return str(mail["Message-ID"])


@dataclass(frozen=True, kw_only=True)
class Program:
    """The whole program at work on this run's database."""

    url: str
    smtp_port: int
    relay: RelayStub


@contextmanager
def open_program() -> Iterator[Program]:
    """Run ``lyhord serve`` on the tests' database with a relay that keeps what it is given."""
    smtp_port = free_port()
    with (
        open_home() as home,
        open_relay() as relay,
        running(
            "serve",
            home=home,
            database_url=url_of_this_tests_database(),
            LYHORD_SMTP_PORT=str(smtp_port),
            LYHORD_RELAY=f"smtp://127.0.0.1:{relay.port}",
            LYHORD_WEB_WORKERS="1",
        ) as program,
    ):
        yield Program(url=f"http://localhost:{program.port}", smtp_port=smtp_port, relay=relay)


def found_department(program: Program) -> Department:
    """A department of its own for one journey: its team alone sees its queue, so that others' cases disturb nothing."""
    serial = next(_serial)
    team = Team.objects.create(name=f"Kundservice {serial}")
    queue = Queue.objects.create(
        name=f"Leverans {serial}",
        slug=f"leverans-{serial}",
        response_time_min=60,
        signature="Nordljus",
        is_restricted=True,
    )
    queue.teams.set([team])
    facts = {"name": "Nordljus kundservice", "queue": queue}
    Mailbox.objects.update_or_create(address=ADDRESS, defaults=facts)
    program.relay.arrived.clear()
    return Department(url=program.url, smtp_port=program.smtp_port, relay=program.relay, queue=queue, team=team)

"""A small department with the whole program running around it: real mail in, real mail out, real pages."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid

from playwright.sync_api import Page

from lyhord.cases.models import Queue
from lyhord.channels.models import Mailbox
from lyhord.channels.tests.relays import RelayStub, open_relay
from lyhord.core.tests.homes import open_home
from lyhord.core.tests.processes import free_port, running, url_of_this_tests_database
from lyhord.people.models import Agent, Role, Team
from lyhord.people.standard_roles import STANDARD_ROLES
from tests.program.screens import session_of

ADDRESS = "kundservice@nordljus.example"


@dataclass(frozen=True, kw_only=True)
class Department:
    """Where its pages, its post and its relay are, and who works there."""

    url: str
    smtp_port: int
    relay: RelayStub
    queue: Queue
    team: Team

    def agent(self, name: str, *, role: str = "team_leader") -> Agent:
        agent = Agent.objects.create_user(email=f"{name.split()[0].lower()}@nordljus.example", name=name)
        agent.roles.set([Role.objects.get(code=role)])
        agent.teams.set([self.team])
        return agent

    def sign_in(self, page: Page, agent: Agent) -> None:
        value = session_of(agent).removeprefix("sessionid=")
        page.context.add_cookies([{"name": "sessionid", "value": value, "url": self.url}])

    def write(self, text: str, *, subject: str, answers: EmailMessage | None = None, sender: str = "") -> str:
        """A customer sends real mail; returns its Message-ID."""
        mail = EmailMessage()
        mail["From"] = sender or "Maja Öberg <maja@example.com>"
        mail["To"] = ADDRESS
        mail["Subject"] = subject
        mail["Message-ID"] = make_msgid(domain="example.com")
        if answers is not None:
            mail["In-Reply-To"] = answers["Message-ID"]
            mail["References"] = f"{answers['References'] or ''} {answers['Message-ID']}".strip()
        mail.set_content(text)
        with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=20) as post:
            post.send_message(mail)
        return str(mail["Message-ID"])


@contextmanager
def open_department() -> Iterator[Department]:
    """Run ``lyhord serve`` on this test's database with a relay that keeps what it is given."""
    for role in STANDARD_ROLES:
        facts = {"name": role.name, "permissions": list(role.permissions)}
        Role.objects.get_or_create(code=role.code, defaults=facts)
    team = Team.objects.create(name="Kundservice")
    queue = Queue.objects.create(name="Leverans", slug="leverans", response_time_min=60, signature="Nordljus")
    queue.teams.set([team])
    Mailbox.objects.create(address=ADDRESS, name="Nordljus kundservice", queue=queue)
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
        yield Department(
            url=f"http://localhost:{program.port}", smtp_port=smtp_port, relay=relay, queue=queue, team=team
        )

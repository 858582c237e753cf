"""An agent who answers every case that has no answer yet: ``python -m tests.faults.staff``, in a process of its own."""

import os
import sys
import time
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lyhord.settings")
django.setup()

from django.db import Error, connection  # noqa: E402 -- models need Django
from django.utils import timezone  # noqa: E402

from lyhord.cases.actions.reply_to_case import reply_to_case  # noqa: E402
from lyhord.cases.models import Case, Queue  # noqa: E402
from lyhord.channels.models import FetchedMailbox, Mailbox  # noqa: E402
from lyhord.channels.tests.dovecots import PASSWORD  # noqa: E402
from lyhord.core.sealing import seal  # noqa: E402
from lyhord.people.models import Agent, Role  # noqa: E402
from tests.faults.customers import ADDRESS  # noqa: E402

PAUSE_S = 0.05


def prepare() -> None:
    queue = Queue.objects.create(name="Kundservice", slug="kundservice")
    mailbox = Mailbox.objects.create(address=ADDRESS, name="Nordljus", queue=queue)
    FetchedMailbox.objects.create(
        mailbox=mailbox,
        host="localhost",
        port=int(os.environ["FAULT_IMAP_PORT"]),
        user="maja",
        sealed_secret=seal(PASSWORD),
        start=FetchedMailbox.Start.ALL,
    )
    agent = Agent.objects.create_user(email="elsa@nordljus.example", name="Elsa Lindqvist")
    agent.roles.set([Role.objects.get(code="administrator")])


def answer_for_ever() -> None:
    while True:
        try:
            answer_next()
        except Error:
            connection.close()
            time.sleep(0.2)


def answer_next() -> None:
    agent = Agent.objects.get(email="elsa@nordljus.example")
    case = Case.objects.filter(status=Case.Status.NEW).select_related("customer").order_by("pk").first()
    if case is None:
        time.sleep(PAUSE_S)
        return
    address = case.customer.contact_points.get().address
    # answered a little while ago, so that it may leave at once
    at = timezone.now() - timedelta(seconds=11)
    reply_to_case(case=case, html="<p>Den kommer i dag.</p>", recipients={"to": [address]}, by=agent, at=at)


if __name__ == "__main__":
    {"prepare": prepare, "answer": answer_for_ever}[sys.argv[1]]()

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lyhord.core.config import config
from lyhord.people.actions.invite_agent import JOB
from lyhord.people.invitations import invitation_path
from lyhord.people.models import Agent


@app.task(name=JOB, retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def send_invitation(agent_id: int, inviter: str) -> None:
    """Mail the link to a colleague who has not signed in yet."""
    agent = Agent.objects.active().filter(pk=agent_id, last_login=None).first()
    if agent is None:
        return
    facts = {
        "agent": agent,
        "inviter": inviter,
        "organisation": config().organisation,
        "url": config().public_url + invitation_path(agent=agent),
    }
    with translation.override(agent.language):
        subject = render_to_string("people/mail/invitation_subject.txt", facts).strip()
        send_mail(subject, render_to_string("people/mail/invitation.txt", facts), None, [agent.email])

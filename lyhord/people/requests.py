from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from lyhord.people.models import Agent


class AgentRequest(HttpRequest):
    """A request of a signed-in agent; only for type annotations of views behind the sign-in."""

    user: Agent
    htmx: HtmxDetails

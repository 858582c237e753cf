from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from lyhord.core.live.topics import topics_for


def session_key_in(cookie_header: str) -> str | None:
    """The session a request's cookies name, if any."""
    try:
        morsel = SimpleCookie(cookie_header).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return None
    return morsel.value if morsel else None


def topics_of_session(session_key: str, *, asked: Iterable[str]) -> frozenset[str] | None:
    """What the session's agent may hear now; None when nobody is signed in with it any more."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    agent = get_user(request)
    if not agent.is_authenticated or not agent.is_active:
        return None
    return topics_for(agent, asked=asked)

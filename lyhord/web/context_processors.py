from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from lyhord.web.navigation import menus_for, shortcuts_for

THEMES = ("system", "light", "dark")


def shell(request: HttpRequest) -> dict[str, Any]:
    """What the frame of every page needs; each part is computed only where a template asks for it."""
    path = request.get_full_path()
    agent = getattr(request, "user", None)
    return {
        "theme": theme_of(request),
        "organisation": settings.LYHORD_ORGANISATION,
        "menus": SimpleLazyObject(lambda: menus_for(agent=agent, path=path)),
        "shortcut_groups": SimpleLazyObject(lambda: shortcuts_for(agent=agent)),
    }


def theme_of(request: HttpRequest) -> str:
    """The agent's theme; before sign-in the one this browser had latest."""
    agent = getattr(request, "user", None)
    chosen = agent.theme if agent is not None and agent.is_authenticated else request.COOKIES.get("theme", "")
    return chosen if chosen in THEMES else "system"

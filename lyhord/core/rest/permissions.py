from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest

from lyhord.core.actions import NotPermitted

F = TypeVar("F", bound=Callable[..., Any])


def requires(*codes: str) -> Callable[[F], F]:
    """Let a route be used by who has one of these permissions; the first is named in the refusal.

    Every route has this: it is checked before anything is read, and again by the action that a route calls.
    """

    def decorate(view: F) -> F:
        @wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            agent = agent_of(request)
            if not any(agent.has_permission(code) for code in codes):
                raise NotPermitted(codes[0])
            return view(request, *args, **kwargs)

        vars(run)["permissions"] = codes
        return cast("F", run)

    return decorate


def agent_of(request: HttpRequest) -> Any:
    """The agent as whom the request is made, confined to the scopes of its token."""
    return request.user

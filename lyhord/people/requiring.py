from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from lyhord.core.actions import NotPermitted

View = Callable[..., HttpResponse]


def requires(code: str) -> Callable[[View], View]:
    """Let only agents with the permission reach a view; others get a page that says which they lack."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated or not request.user.has_permission(code):
                raise NotPermitted(code)
            return view(request, *args, **kwargs)

        return checked

    return decorate

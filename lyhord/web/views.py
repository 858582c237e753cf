import gzip
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_control

from lyhord.core.navigation import hits_for
from lyhord.web.assets import joined_stylesheet
from lyhord.web.component_sheet import sheet
from lyhord.web.navigation import first_page_for, menus_for

YEAR_S = 365 * 24 * 3600


def home(request: HttpRequest) -> HttpResponse:
    """Where work begins: the first page of the agent's own menu."""
    return redirect(first_page_for(agent=request.user))


def settings_home(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view's shape
    """The settings begin with one's own."""
    return redirect("people:profile")


def counts(request: HttpRequest) -> HttpResponse:
    """The numbers of the menu, to be swapped in where they stand."""
    return render(request, "web/counts.html", {"sections": menus_for(agent=request.user, path="").main})


def hits(request: HttpRequest) -> HttpResponse:
    """What the palette finds in every room for what has been typed so far."""
    query = request.GET.get("q", "").removeprefix(">").strip()
    groups = hits_for(agent=request.user, query=query) if query else []
    return render(request, "web/hits.html", {"groups": groups})


@login_not_required
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for those who build pages."""
    if not (settings.DEBUG or settings.LYHORD_DEMO or request.user.is_authenticated):
        return redirect_to_login(request.path)
    return render(request, "web/components.html", sheet())


@login_not_required
@cache_control(max_age=YEAR_S, public=True, immutable=True)
def stylesheet(request: HttpRequest, version: str) -> HttpResponse:
    """All stylesheets in one answer, compressed once a process; another version's address is another answer."""
    if version != settings.STATIC_VERSION:
        raise Http404
    is_zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(_stylesheet(is_zipped=is_zipped), content_type="text/css; charset=utf-8")
    patch_vary_headers(response, ["Accept-Encoding"])
    if is_zipped:
        response["Content-Encoding"] = "gzip"
    return response


@cache
def _stylesheet(*, is_zipped: bool) -> bytes:
    plain = joined_stylesheet().encode()
    return gzip.compress(plain) if is_zipped else plain

from typing import NoReturn

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from lyhord.api.reference import sections
from lyhord.api.schema import openapi
from lyhord.core.rest.problems import KINDS


@login_not_required
@require_safe
def description(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 -- Django's shape
    """The OpenAPI 3.1 description; it tells no secret, so it needs no sign-in."""
    return JsonResponse(openapi(), json_dumps_params={"ensure_ascii": False})


@login_not_required
@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """The description as a page."""
    base = f"{request.scheme}://{request.get_host()}"
    context = {"sections": sections(base), "kinds": KINDS, "base": base}
    return render(request, "api/reference.html", context)


@csrf_exempt
def missing(request: HttpRequest) -> NoReturn:
    raise Http404(request.path)

from dataclasses import asdict

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from lyhord.core.health.readiness import readiness
from lyhord.core.health.scrape import exposition, forget_dead_processes


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- that an answer comes is the answer
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    found = readiness()
    return JsonResponse({"is_ready": found.is_ready, **asdict(found)}, status=200 if found.is_ready else 503)


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    forget_dead_processes()
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from lyhord.core.health.scrape import REQUEST_SECONDS


class RequestTiming:
    """Middleware that counts and times answers by route, so that an address with a number in it is no new series.

    The time also goes to the browser in milliseconds, where its tools show it. Source: W3C Server Timing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        response = self._get_response(request)
        match = request.resolver_match
        route = match.route if match else "unknown"
        took_s = time.perf_counter() - started
        REQUEST_SECONDS.labels(request.method, route, response.status_code).observe(took_s)
        response.headers["Server-Timing"] = f"app;dur={took_s * 1000:.1f}"
        return response

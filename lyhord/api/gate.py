from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.timezone import now

from lyhord.api.access import admit
from lyhord.api.limits import count_use
from lyhord.api.repetition import answer_once
from lyhord.core.rest import Problem, problem_response
from lyhord.core.rest.problems import CONTENT_TYPE

PREFIX = "/api/v1/"
OPEN = frozenset({f"{PREFIX}openapi.json", f"{PREFIX}docs", f"{PREFIX}docs/"})
_FAILURE = 400
_WORDS = {
    400: ("bad-request", "The request cannot be read. Look at its headers and its JSON."),
    403: ("forbidden", "The request is not allowed."),
    404: ("not-found", "There is nothing at this address, or nothing that you may see."),
    405: ("method-not-allowed", "This address does not take the method; “Allow” tells those it takes."),
    500: ("failure", "Something failed on our side, and nothing was changed. Try again; it has been written down."),
}

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class Gate:
    """What every request to the API passes: who asks, how often, whether before; every refusal leaves as a problem."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        if request.path in OPEN:
            return self.get_response(request)
        with translation.override("en"):
            try:
                return as_problem(self._answer(request, at=now()))
            except Problem as problem:
                return problem.response()
            except RequestDataTooBig:
                detail = "The body is larger than 10 MB. Upload large files by POST /attachments."
                return problem_response(status=413, kind="too-large", detail=detail)

    def _answer(self, request: HttpRequest, *, at: datetime) -> HttpResponseBase:
        token = admit(request, at=at)
        if token is not None:
            count_use(token=token, at=at)
        key = request.headers.get("Idempotency-Key", "")
        if request.method != "POST" or not key:
            return self.get_response(request)
        owner = f"token:{token.pk}" if token else f"agent:{request.user.pk}"
        return answer_once(request, self.get_response, owner=owner, key=key, at=at)


def as_problem(response: HttpResponseBase) -> HttpResponseBase:
    """The response, or in place of a page of words about an error the problem that it tells."""
    if response.status_code < _FAILURE or response.headers.get("Content-Type", "").startswith(CONTENT_TYPE):
        return response
    kind, detail = _WORDS.get(response.status_code, ("refused", "The request was refused."))
    kept = {"Retry-After": response.headers["Retry-After"]} if "Retry-After" in response.headers else {}
    if "Allow" in response.headers:
        kept["Allow"] = ", ".join(sorted(response.headers["Allow"].split(", ")))
    return problem_response(status=response.status_code, kind=kind, detail=detail, headers=kept)

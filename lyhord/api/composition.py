"""The API as a whole: the rooms' routers, who may use it, and how errors are told."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.errors import ValidationError as WrongInput
from ninja.operation import Operation
from ninja.security import APIKeyCookie, HttpBearer

from lyhord import __version__
from lyhord.cases.api import router as cases
from lyhord.channels.api import router as channels
from lyhord.core.actions import NotPermitted
from lyhord.core.rest import Problem, problem_response
from lyhord.customers.api import router as customers
from lyhord.people.api import router as people


class Token(HttpBearer):
    """A token acts as its agent within its scopes. The gate has let it in already; this tells the schema."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:  # noqa: ARG002 -- checked by the gate
        return request.user


class Session(APIKeyCookie):
    """The session of our own pages; changes need the page's CSRF token as ``X-CSRFToken``."""

    param_name = "sessionid"

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:  # noqa: ARG002 -- checked by the gate
        return request.user


class Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The verb as it stands in the router: `read_case`."""
        return str(operation.view_func.__name__)


api = Api(
    title="Lyhörd",
    version=__version__,
    description="Cases, customers and the ledger of everything that arrived. Times are UTC, lists are paged by cursor, "
    "errors are problems by RFC 9457, and every POST takes an Idempotency-Key.",
    openapi_url=None,
    docs_url=None,
    auth=[Token(), Session(csrf=False)],
    urls_namespace="api",
)
for room, router in (("cases", cases), ("customers", customers), ("channels", channels), ("people", people)):
    api.add_router("", router, tags=[room])


@api.exception_handler(Problem)
def tell_problem(request: HttpRequest, problem: Problem) -> HttpResponse:  # noqa: ARG001 -- ninja's shape
    return problem.response()


@api.exception_handler(NotPermitted)
def tell_not_permitted(request: HttpRequest, error: NotPermitted) -> HttpResponse:  # noqa: ARG001
    return problem_response(status=403, kind="not-permitted", detail=str(error), permission=error.code)


@api.exception_handler(PermissionDenied)
def tell_denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:  # noqa: ARG001
    return problem_response(status=403, kind="not-permitted", detail=str(error) or "This is not allowed.")


@api.exception_handler(Http404)
def tell_missing(request: HttpRequest, error: Http404) -> HttpResponse:  # noqa: ARG001
    detail = "There is nothing at this address, or nothing that you may see."
    return problem_response(status=404, kind="not-found", detail=detail)


@api.exception_handler(WrongInput)
def tell_wrong_input(request: HttpRequest, error: WrongInput) -> HttpResponse:  # noqa: ARG001
    errors = [{"at": _place(each["loc"]), "detail": each["msg"]} for each in error.errors]
    detail = "Something in the request is not as it should be; “errors” tells where."
    return problem_response(status=422, kind="invalid", detail=detail, errors=errors)


@api.exception_handler(ValidationError)
def tell_wrong_fact(request: HttpRequest, error: ValidationError) -> HttpResponse:  # noqa: ARG001
    return problem_response(status=422, kind="invalid", detail=" ".join(error.messages))


@api.exception_handler(DataError)
@api.exception_handler(UnicodeEncodeError)
def tell_unkeepable(request: HttpRequest, error: Exception) -> HttpResponse:  # noqa: ARG001
    detail = "The request holds a character or number that cannot be kept, such as NUL or half a surrogate pair."
    return problem_response(status=422, kind="invalid", detail=detail, errors=[])


@api.exception_handler(HttpError)
def tell_unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:  # noqa: ARG001
    return problem_response(status=error.status_code, kind="bad-request", detail=str(error))


def _place(location: Any) -> str:
    return ".".join(str(part) for part in location if part not in {"body", "query", "payload"})

import json
from http import HTTPStatus
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse

CONTENT_TYPE = "application/problem+json"
KINDS_AT = "/api/v1/docs#"
KINDS = {
    "bad-request": "The request cannot be read.",
    "unauthenticated": "The token is missing, unknown, revoked or expired.",
    "csrf": "A change from a page lacks the page's CSRF token.",
    "not-permitted": "The agent or the token's scopes lack the permission named in “permission”.",
    "not-found": "There is nothing at the address, or nothing that one may see.",
    "method-not-allowed": "The address does not take the method; “Allow” tells those it takes.",
    "changed-meanwhile": "The case has changed since it was read; “version” is its present one.",
    "not-resendable": "The message is under way or has arrived.",
    "idempotency-key": "The key was used with another request, or the first request is still under way.",
    "too-large": "The body or file is larger than allowed.",
    "invalid": "Something in the request is not as it should be; “errors” tells where.",
    "cursor": "The cursor is not one that the API gave.",
    "too-many-requests": "The token has made all its requests of this minute; “Retry-After” tells how long to wait.",
    "failure": "Something failed on our side, and nothing was changed.",
}


class Problem(Exception):  # noqa: N818 -- RFC 9457's own word
    """Why a request is refused, for machine and person (RFC 9457).

    ``kind`` is a word that programs may branch on, ``detail`` says what is wrong and what to do; further members
    (``permission``, ``errors`` …) stand beside them in the answer.
    """

    def __init__(
        self, *, status: int, kind: str, detail: str, headers: dict[str, str] | None = None, **members: Any
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.kind = kind
        self.detail = detail
        self.headers = headers or {}
        self.members = members

    def response(self) -> HttpResponse:
        return problem_response(
            status=self.status, kind=self.kind, detail=self.detail, headers=self.headers, **self.members
        )


def problem_response(
    *, status: int, kind: str, detail: str, headers: dict[str, str] | None = None, **members: Any
) -> HttpResponse:
    """The answer that tells a problem, as ``application/problem+json``."""
    title = HTTPStatus(status).phrase
    body = {"type": f"{KINDS_AT}{kind}", "title": title, "status": status, "detail": detail, **members}
    text = json.dumps(body, cls=DjangoJSONEncoder, ensure_ascii=False)
    return HttpResponse(text, status=status, content_type=CONTENT_TYPE, headers=headers)

"""POST requests that may be repeated: the same Idempotency-Key does nothing twice and gets the same answer."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction
from django.db.utils import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from lyhord.api.models import StoredAnswer
from lyhord.core.rest import Problem

LONGEST_KEY = 255
PATIENCE = "10s"
_FAILURE = 400


def answer_once(
    request: HttpRequest,
    get_response: Callable[[HttpRequest], HttpResponseBase],
    *,
    owner: str,
    key: str,
    at: datetime,
) -> HttpResponseBase:
    """Answer the request, or give the answer that this key got within the latest 24 hours.

    The answer is kept in the transaction of what the request does. A repetition that comes while the first is
    under way waits for it, at most ten seconds; refusals are not kept, so that a mended request may use its key again.
    Raises ``Problem`` 422 for another request with the key, 409 when the first takes too long.
    """
    if len(key) > LONGEST_KEY:
        detail = f"The Idempotency-Key is longer than {LONGEST_KEY} characters. A UUID does well."
        raise Problem(status=422, kind="idempotency-key", detail=detail)
    mark = fingerprint(request)
    with transaction.atomic():
        kept, is_ours = _claim(owner=owner, key=key, mark=mark, at=at)
        if not is_ours:
            return _again(kept, mark)
        response = get_response(request)
        if response.status_code >= _FAILURE or not isinstance(response, HttpResponse):
            transaction.set_rollback(True)
            return response
        _keep(kept, response)
    return response


def fingerprint(request: HttpRequest) -> str:
    """What tells two requests apart: method, address and body; of an upload its kind and length."""
    kind = request.headers.get("Content-Type", "")
    is_upload = kind.startswith("multipart/")
    body = request.headers.get("Content-Length", "").encode() if is_upload else request.body
    told = "\n".join([request.method or "", request.get_full_path(), kind.split(";")[0]])
    return hashlib.sha256(told.encode() + b"\n" + body).hexdigest()


def _claim(*, owner: str, key: str, mark: str, at: datetime) -> tuple[StoredAnswer, bool]:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            StoredAnswer.objects.filter(owner=owner, key=key, created_at__lte=at - StoredAnswer.KEPT).delete()
            kept, is_ours = StoredAnswer.objects.get_or_create(
                owner=owner, key=key, defaults={"fingerprint": mark, "created_at": at}
            )
            cursor.execute("SET LOCAL lock_timeout = 0")
    except OperationalError as error:
        detail = "A request with this Idempotency-Key is still under way. Repeat this one in some seconds."
        raise Problem(status=409, kind="idempotency-key", detail=detail, headers={"Retry-After": "5"}) from error
    return kept, is_ours


def _again(kept: StoredAnswer, mark: str) -> HttpResponse:
    if kept.fingerprint != mark:
        detail = "This Idempotency-Key was used with another request. Take a new key for every new request."
        raise Problem(status=422, kind="idempotency-key", detail=detail)
    response = HttpResponse(bytes(kept.body), status=kept.status, content_type=kept.content_type)
    response["Idempotency-Replayed"] = "true"
    if kept.location:
        response["Location"] = kept.location
    return response


def _keep(kept: StoredAnswer, response: HttpResponse) -> None:
    kept.status = response.status_code
    kept.content_type = response.headers.get("Content-Type", "")
    kept.location = response.headers.get("Location", "")
    kept.body = response.content
    kept.save(update_fields=["status", "content_type", "location", "body"])

"""How many requests a token may make, counted in the database so that it holds over all processes and machines."""

from datetime import datetime

from django.conf import settings
from django.db import connection

from lyhord.core.rest import Problem
from lyhord.people.models import ApiToken

_COUNT = """
    INSERT INTO api_tokenuse AS known (token_id, minute, requests) VALUES (%s, %s, 1)
    ON CONFLICT (token_id) DO UPDATE
    SET requests = CASE WHEN known.minute = excluded.minute THEN known.requests + 1 ELSE 1 END,
        minute = excluded.minute
    RETURNING requests
"""


def count_use(*, token: ApiToken, at: datetime) -> None:
    """Count one request; raises ``Problem`` 429 with ``Retry-After`` when the minute's are used up.

    The first of a minute also notes when the token was used, so that this costs one write a minute.
    """
    minute, second = divmod(int(at.timestamp()), 60)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [token.pk, minute])
        requests = cursor.fetchone()[0]
    if requests == 1:
        ApiToken.objects.filter(pk=token.pk).update(latest_use_at=at)
    allowed = settings.LYHORD_API_REQUESTS_PER_MINUTE
    if requests > allowed:
        wait_s = 60 - second
        detail = f"The token has made its {allowed} requests of this minute. Wait {wait_s} seconds."
        raise Problem(status=429, kind="too-many-requests", detail=detail, headers={"Retry-After": str(wait_s)})

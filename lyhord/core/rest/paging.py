from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django.core import signing
from ninja import Field, Schema

from lyhord.core.rest.problems import Problem

T = TypeVar("T")
R = TypeVar("R")
LIMIT, MOST = 25, 100
_SALT = "api-cursor"


class Page(Schema, Generic[T]):
    """Some items, and the cursor of those after them: null on the last page."""

    items: list[T]
    next: str | None = Field(None, description="Give it as `cursor` to get the following page.")


def cursor_of(*key: Any) -> str:
    """A cursor that says after which key a page begins; signed, so that clients do not build their own."""
    return signing.dumps(list(key), salt=_SALT)


def key_of(cursor: str | None) -> list[Any] | None:
    """The key in a cursor, ``None`` for the first page; raises ``Problem`` when it is not one of ours."""
    if not cursor:
        return None
    try:
        key: list[Any] = signing.loads(cursor, salt=_SALT)
    except signing.BadSignature:
        detail = "The cursor is not one that this API gave. Take it from “next” of the page before, or leave it out."
        raise Problem(status=422, kind="cursor", detail=detail) from None
    return key


def page_of(*, rows: Sequence[R], limit: int, key: Callable[[R], Sequence[Any]], shown: Callable[[R], T]) -> Page[T]:
    """A page of ``limit`` items from up to one row more, which tells that there is a following page."""
    following = cursor_of(*key(rows[limit - 1])) if len(rows) > limit else None
    return Page(items=[shown(row) for row in rows[:limit]], next=following)

"""What one can be allowed to do; every room declares its own permissions when it loads."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

declared: dict[str, "StrOrPromise"] = {}


def declare(permissions: "dict[str, StrOrPromise]") -> None:
    """Make permissions known by code (``room.verb``) with the words that an administrator reads."""
    declared.update(permissions)

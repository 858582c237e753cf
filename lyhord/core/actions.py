"""Verbs of the product: every change of state is one action with a permission and a line in the audit trail."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from lyhord.core.audit import record

P = ParamSpec("P")
R = TypeVar("R")


class Actor(Protocol):
    """Whoever does something: an agent, an API token's agent or the program itself."""

    @property
    def pk(self) -> int | None: ...

    def has_permission(self, code: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class System:
    """The program acting by itself; ``name`` says which part of it."""

    name: str = "system"

    @property
    def pk(self) -> None:
        return None

    def has_permission(self, code: str) -> bool:  # noqa: ARG002 -- the program's own rules decide what it does
        return True

    def __str__(self) -> str:
        return self.name


SYSTEM = System()


class NotPermitted(PermissionDenied):
    """The actor lacks the permission; ``code`` names it."""

    def __init__(self, code: str) -> None:
        super().__init__(f"This needs the permission “{code}”. Ask an administrator for a role that has it.")
        self.code = code


@dataclass(frozen=True, slots=True)
class Declared:
    name: str
    permission: str
    promise: str


registry: dict[str, Declared] = {}


def action(*, permission: str, records: tuple[str, ...] = ()) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a verb: one transaction, allowed by ``permission``, written in the audit trail.

    The function takes keywords only, among them ``by`` (an ``Actor``). Objects among the arguments are
    written to the trail by kind and key, and the plain values of the arguments named in ``records``;
    nothing else is, so that no text of a customer reaches the trail.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        room = function.__module__.split(".")[1]
        name = f"{room}.{function.__name__}"
        registry[name] = Declared(name, permission, (function.__doc__ or "").strip().split("\n")[0])

        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            actor: Any = kwargs["by"]
            if not actor.has_permission(permission):
                raise NotPermitted(permission)
            with transaction.atomic():
                result = function(*args, **kwargs)
                record(verb=name, by=actor, objects=_objects(kwargs, result), detail=_detail(kwargs, records))
            return result

        return run

    return decorate


def _objects(kwargs: dict[str, Any], result: object) -> dict[str, str]:
    named = {**kwargs, "result": result}
    del named["by"]
    return {
        key: f"{value._meta.label_lower}:{value.pk}" for key, value in named.items() if isinstance(value, models.Model)
    }


def _detail(kwargs: dict[str, Any], records: tuple[str, ...]) -> dict[str, Any]:
    return {key: _plain(kwargs[key]) for key in records if key in kwargs}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    return str(value)

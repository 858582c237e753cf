"""Typed events: how a lower room tells higher rooms what happened, without knowing them."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar


class Event:
    """Base of all domain events; subclasses are frozen dataclasses in a room's ``events.py``."""


E = TypeVar("E", bound=Event)

_subscribers: dict[type[Event], list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(event_type: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Call the decorated function in the publisher's transaction whenever ``event_type`` is published."""

    def decorate(function: Callable[[E], None]) -> Callable[[E], None]:
        if function not in _subscribers[event_type]:
            _subscribers[event_type].append(function)
        return function

    return decorate


def publish(event: Event) -> None:
    """Tell every subscriber, in order of subscription; an error of one undoes the whole transaction."""
    for subscriber in _subscribers[type(event)]:
        subscriber(event)

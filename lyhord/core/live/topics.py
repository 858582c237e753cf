from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lyhord.people.models import Agent

EVERYONE = "everyone"

OwnTopics = Callable[["Agent"], Iterable[str]]
MayFollow = Callable[["Agent", str], bool]

_own: list[OwnTopics] = []
_guards: dict[str, MayFollow] = {}


def own_topics(function: OwnTopics) -> OwnTopics:
    """Follow what the decorated function returns on every screen of the agent, unasked."""
    if function not in _own:
        _own.append(function)
    return function


def topic_guard(prefix: str) -> Callable[[MayFollow], MayFollow]:
    """Let the decorated function decide who may ask for topics ``prefix.key``; it is given the agent and the key."""

    def decorate(function: MayFollow) -> MayFollow:
        _guards[prefix] = function
        return function

    return decorate


def topics_for(agent: "Agent", *, asked: Iterable[str] = ()) -> frozenset[str]:
    """Everything a screen of the agent hears: what all hear, its own, and of `asked` what a guard allows.

    A topic that is refused or unknown is left out in silence: what one may not see does not exist.
    """
    own = {topic for function in _own for topic in function(agent)}
    return frozenset({EVERYONE, *own, *(topic for topic in asked if topic not in own and _may_follow(agent, topic))})


def _may_follow(agent: "Agent", topic: str) -> bool:
    prefix, _, key = topic.partition(".")
    guard = _guards.get(prefix)
    return guard is not None and bool(key) and guard(agent, key)

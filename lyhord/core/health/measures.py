from collections.abc import Callable, Iterable
from dataclasses import dataclass

Rows = Iterable[tuple[tuple[str, ...], float]]


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A number of the domain, read from the database whenever somebody asks, so that all processes say the same."""

    name: str
    meaning: str
    labels: tuple[str, ...]
    read: Callable[[], Rows]
    is_backlog: bool


measures: dict[str, Measure] = {}


def measure(
    name: str, meaning: str, *, labels: tuple[str, ...] = (), is_backlog: bool = False
) -> Callable[[Callable[[], Rows]], Callable[[], Rows]]:
    """Show what the decorated function returns, as (label values, number), at /metrics under ``lyhord_NAME``.

    What waits to be done (``is_backlog``) is shown at /readyz too.
    """

    def decorate(read: Callable[[], Rows]) -> Callable[[], Rows]:
        measures[name] = Measure(name=name, meaning=meaning, labels=labels, read=read, is_backlog=is_backlog)
        return read

    return decorate

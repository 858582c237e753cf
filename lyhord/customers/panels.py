"""What other rooms show on a customer's page: they register a panel, so that this room knows nothing of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lyhord.customers.models import Customer


@dataclass(frozen=True, slots=True)
class Panel:
    """A template and what it shows."""

    template: str
    context: dict[str, Any]


PanelMaker = Callable[..., Panel | None]
_makers: list[PanelMaker] = []


def panel(maker: PanelMaker) -> PanelMaker:
    """Show what the decorated function makes of ``customer``, ``agent`` and the page's ``query``."""
    if maker not in _makers:
        _makers.append(maker)
    return maker


def panels_for(*, customer: Customer, agent: Any, query: Mapping[str, str]) -> list[Panel]:
    made = (maker(customer=customer, agent=agent, query=query) for maker in _makers)
    return [each for each in made if each is not None]

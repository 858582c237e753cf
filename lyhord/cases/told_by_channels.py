"""What rooms above tell the case's pages; they register when they load, so that this room knows nothing of them."""

from collections.abc import Callable, Iterable
from typing import Any

Explainer = Callable[[dict[str, Any]], str]
Addresses = Callable[[], Iterable[str]]

_explainers: list[Explainer] = []
_addresses: list[Addresses] = []


def explain_threading_with(explainer: Explainer) -> None:
    """Have a channel say in words why a message stands in its case; it gets ``Entry.threading``."""
    _explainers.append(explainer)


def own_addresses_from(addresses: Addresses) -> Addresses:
    """Have a channel tell our own addresses, so that an answer to all does not come back to us."""
    _addresses.append(addresses)
    return addresses


def explained(threading: dict[str, Any]) -> str:
    """Why a message stands in its case; empty when no channel decided about it."""
    return next((words for explainer in _explainers if (words := explainer(threading))), "")


def without_own(addresses: Iterable[str]) -> list[str]:
    """The addresses that are not ours; one with a ``+tag`` (RFC 5233) is ours when its mailbox is."""
    own = {address.lower() for source in _addresses for address in source()}
    return [address for address in addresses if _mailbox_of(address) not in own]


def _mailbox_of(address: str) -> str:
    local, _at, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"

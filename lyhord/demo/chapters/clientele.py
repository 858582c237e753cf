from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from lyhord.customers.models import ContactPoint, Customer, Organisation
from lyhord.demo.chapters import Progress
from lyhord.demo.copying import copy_rows
from lyhord.demo.people_generator import DemoCustomer
from lyhord.demo.world import World

_MEMOS = (
    "Föredrar e-post framför telefon.",
    "Ring gärna efter klockan 17.",
    "Har handlat hos oss sedan starten. Uppskattar korta svar.",
    "Hör dåligt, skriv hellre än ring.",
    "Beställer ofta till flera adresser, kontrollera alltid leveransadressen.",
    "Vill ha papperskopia på fakturor.",
)
_MEMO_EVERY = 37
_REGISTERED_DAYS = 2_200


class Clientele:
    """Customers, their addresses and organisations; ids follow the world's lists."""

    name = "Kunder"

    def steps(self, world: World) -> int:
        return len(world.customers)

    def write(self, world: World, *, now: datetime, progress: Progress) -> None:
        organisations = ((company.index + 1, company.name) for company in world.organisations)
        copy_rows(Organisation, ("id", "name"), organisations)
        columns = ("id", "name", "language", "organisation_id", "is_protected", "memo", "created_at")
        copy_rows(Customer, columns, (_customer(each, now) for each in world.customers))
        points = (point for each in world.customers for point in _contact_points(each))
        copy_rows(ContactPoint, ("customer_id", "kind", "address", "is_primary"), points)
        progress(len(world.customers))


def _customer(customer: DemoCustomer, now: datetime) -> tuple[Any, ...]:
    organisation = None if customer.organisation is None else customer.organisation + 1
    memo = _MEMOS[customer.index // _MEMO_EVERY % len(_MEMOS)] if customer.index % _MEMO_EVERY == 0 else ""
    registered = now - timedelta(days=730 + customer.index * 7919 % _REGISTERED_DAYS)
    return (
        customer.index + 1,
        customer.name,
        customer.language,
        organisation,
        customer.is_protected,
        memo,
        registered,
    )


def _contact_points(customer: DemoCustomer) -> Iterator[tuple[Any, ...]]:
    yield customer.index + 1, "email", customer.email, True
    if customer.phone:
        yield customer.index + 1, "phone", international(customer.phone), False


def international(number: str) -> str:
    """A number as it is stored (E.164): ``070-174 06 05`` → ``+46701740605``."""
    digits = "".join(sign for sign in number if sign.isdigit())
    return f"+{digits}" if number.startswith("+") else f"+46{digits[1:]}"

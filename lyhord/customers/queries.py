from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import QuerySet

from lyhord.customers.models import Customer
from lyhord.customers.models.customer import NAME_WORDS
from lyhord.people.models import Agent

MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """Some customers in order of their number, and the key of those after them."""

    customers: list[Customer]
    next: int | None


def customers_page(*, agent: Agent, text: str = "", after: int | None = None, limit: int = 50) -> CustomerPage:
    """Customers whose name or address begins with the text, newest first; all of them without one."""
    found = Customer.objects.visible_to(agent).select_related("organisation").prefetch_related("contact_points")
    for word in text.replace("\x00", " ").split()[:MOST_WORDS]:
        found = found.filter(pk__in=_found_by(word, agent))
    if after is not None:
        found = found.filter(pk__lt=after)
    customers = list(found.order_by("-pk")[: limit + 1])
    return CustomerPage(customers[:limit], customers[limit - 1].pk if len(customers) > limit else None)


def _found_by(word: str, agent: Agent) -> QuerySet[Customer, Any]:
    """Keys of customers with a name, organisation or address that begins with the word, each by its own index."""
    addressed = Customer.objects.filter(contact_points__address__istartswith=word)
    if not agent.has_permission("customers.see_protected"):
        addressed = addressed.filter(is_protected=False)
    beginning = SearchQuery(_quoted(word), config="simple", search_type="raw")
    named = Customer.objects.alias(words=NAME_WORDS).filter(words=beginning)
    employed = Customer.objects.filter(organisation__name__istartswith=word)
    keys = [part.order_by().values("pk") for part in (named, employed, addressed)]
    return keys[0].union(*keys[1:])


def _quoted(word: str) -> str:
    """A word as tsquery writes the beginning of one, whatever characters it has."""
    inner = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{inner}':*"

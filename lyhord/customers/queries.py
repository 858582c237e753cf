from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db.models import F, QuerySet, Value

from lyhord.customers.models import Customer
from lyhord.customers.models.customer import NAME_WORDS
from lyhord.people.models import Agent

MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """Some customers in order of their number, and the key of those after them."""

    customers: list[Customer]
    next: int | None


def customers_page(*, agent: Agent, text: str = "", after: int | None = None, limit: int = 50) -> CustomerPage:
    """Customers whom every word of the text describes, newest first; all of them without one.

    A word describes a customer when a word of the name, the organisation or an address begins with it.
    """
    customers = Customer.objects.visible_to(agent)
    if after is not None:
        customers = customers.filter(pk__lt=after)
    words = text.replace("\x00", " ").split()[:MOST_WORDS]
    if words:
        customers = Customer.objects.filter(pk__in=_newest_described(customers, words, agent=agent, most=limit + 1))
    shown = customers.select_related("organisation").prefetch_related("contact_points")
    found = list(shown.order_by("-pk")[: limit + 1])
    return CustomerPage(found[:limit], found[limit - 1].pk if len(found) > limit else None)


def _newest_described(customers: QuerySet[Customer], words: list[str], *, agent: Agent, most: int) -> list[int]:
    """Keys of at least the ``most`` newest: by name alone, or one word by address or organisation and the rest by name.

    Several small questions, each to an index of its own; one question with OR would read every customer.
    """
    addressed = customers if agent.has_permission("customers.see_protected") else customers.filter(is_protected=False)
    parts = [_named(customers, words)]
    for number, word in enumerate(words):
        others = words[:number] + words[number + 1 :]
        parts.append(_named(addressed.filter(contact_points__address__istartswith=word), others))
        parts.append(_named(customers.filter(organisation__name__istartswith=word), others))
    # the sum keeps PostgreSQL from walking all customers by key in the hope of meeting enough that match
    newest = (F("pk") + Value(0)).desc()
    keys = [part.order_by(newest).values_list("pk", flat=True)[:most] for part in parts]
    return list(keys[0].union(*keys[1:]))


def _named(customers: QuerySet[Customer], words: list[str]) -> QuerySet[Customer]:
    if not words:
        return customers
    beginnings = SearchQuery(" & ".join(map(_quoted, words)), config="simple", search_type="raw")
    return customers.alias(words=NAME_WORDS).filter(words=beginnings)


def _quoted(word: str) -> str:
    """A word as tsquery writes the beginning of one, whatever characters it has."""
    inner = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{inner}':*"

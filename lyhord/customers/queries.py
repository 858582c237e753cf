from dataclasses import dataclass

from django.db.models import Q, QuerySet

from lyhord.customers.models import ContactPoint, Customer
from lyhord.people.models import Agent


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """Some customers in order of their number, and the key of those after them."""

    customers: list[Customer]
    next: int | None


def customers_page(*, agent: Agent, text: str = "", after: int | None = None, limit: int = 50) -> CustomerPage:
    """Customers whose name or address begins with the text, newest first; all of them without one."""
    found = Customer.objects.visible_to(agent).select_related("organisation").prefetch_related("contact_points")
    for word in text.split():
        found = found.filter(_begins_with(word, agent))
    if after is not None:
        found = found.filter(pk__lt=after)
    customers = list(found.order_by("-pk")[: limit + 1])
    return CustomerPage(customers[:limit], customers[limit - 1].pk if len(customers) > limit else None)


def _begins_with(word: str, agent: Agent) -> Q:
    addressed: QuerySet[ContactPoint] = ContactPoint.objects.filter(address__istartswith=word)
    if not agent.has_permission("customers.see_protected"):
        addressed = addressed.filter(customer__is_protected=False)
    named = Q(name__istartswith=word) | Q(name__icontains=f" {word}") | Q(organisation__name__istartswith=word)
    return named | Q(pk__in=addressed.values("customer_id"))

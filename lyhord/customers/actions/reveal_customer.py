from lyhord.core.actions import Actor, action
from lyhord.customers.models import ContactPoint, Customer


@action(permission="customers.see_protected")
def reveal_customer(*, customer: Customer, by: Actor) -> list[ContactPoint]:  # noqa: ARG001 -- for the trail, which is the point
    """Read the addresses of a customer whose identity is protected; the trail tells who did and when."""
    return list(customer.contact_points.all())

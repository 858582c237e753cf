from lyhord.core.actions import Actor, action
from lyhord.customers.models import Customer


@action(permission="customers.edit")
def change_memo(*, customer: Customer, memo: str, by: Actor) -> Customer:  # noqa: ARG001 -- for the trail
    """Keep what colleagues should remember about the customer."""
    customer.memo = memo.strip()
    customer.save(update_fields=["memo"])
    return customer

from lyhord.core.actions import Actor, action
from lyhord.customers.models import Customer


@action(permission="customers.edit", records=("is_protected",))
def change_customer(*, customer: Customer, name: str, language: str, is_protected: bool, by: Actor) -> Customer:  # noqa: ARG001 -- for the trail
    """Correct a customer's name and language, and say whether their identity is protected."""
    customer.name = " ".join(name.split())[:160]
    customer.language = language
    customer.is_protected = is_protected
    customer.save(update_fields=["name", "language", "is_protected"])
    return customer

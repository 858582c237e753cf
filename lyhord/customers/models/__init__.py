from lyhord.customers.models.contact_point import ContactPoint
from lyhord.customers.models.customer import Customer
from lyhord.customers.models.organisation import Organisation

__all__ = ["ContactPoint", "Customer", "Organisation"]

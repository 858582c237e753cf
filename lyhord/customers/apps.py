from lyhord.core.apps import Room


class CustomersConfig(Room):
    name = "lyhord.customers"
    label = "customers"

from lyhord.core.apps import Room


class ApiConfig(Room):
    name = "lyhord.api"
    label = "api"

from lyhord.core.apps import Room


class WebConfig(Room):
    name = "lyhord.web"
    label = "web"

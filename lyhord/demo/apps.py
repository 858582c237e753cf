from lyhord.core.apps import Room


class DemoConfig(Room):
    name = "lyhord.demo"
    label = "demo"

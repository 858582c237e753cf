from lyhord.core.apps import Room


class PeopleConfig(Room):
    name = "lyhord.people"
    label = "people"

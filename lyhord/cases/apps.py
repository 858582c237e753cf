from lyhord.core.apps import Room


class CasesConfig(Room):
    name = "lyhord.cases"
    label = "cases"

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.apps import AppConfig


class Room(AppConfig):
    """A room of the house: at start its actions, subscribers, jobs and registrations are loaded."""

    default_auto_field = "django.db.models.BigAutoField"
    furniture: tuple[str, ...] = (
        "permissions",
        "actions",
        "subscribers",
        "jobs",
        "measures",
        "registrations",
        "live_topics",
    )

    def ready(self) -> None:
        for piece in self.furniture:
            if find_spec(f"{self.name}.{piece}"):
                self._load(f"{self.name}.{piece}")

    def _load(self, name: str) -> None:
        module = import_module(name)
        for child in iter_modules(getattr(module, "__path__", [])):
            import_module(f"{name}.{child.name}")


class CoreConfig(Room):
    name = "lyhord.core"
    label = "core"

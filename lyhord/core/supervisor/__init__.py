"""One process that starts all parts of an installation, starts again what dies, and stops everything together."""

from lyhord.core.supervisor.part import Part
from lyhord.core.supervisor.supervisor import StartError, Supervisor

__all__ = ["Part", "StartError", "Supervisor"]

"""Whether the installation lives, is ready, and how much it has to do."""

from lyhord.core.health.measures import Measure, Rows, measure

__all__ = ["Measure", "Rows", "measure"]

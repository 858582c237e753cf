"""Whether the installation lives, is ready, and how much it has to do."""

from lyhord.core.health.measures import Measure, measure

__all__ = ["Measure", "measure"]

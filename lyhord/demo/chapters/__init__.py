"""The parts of the demo, a chapter a room or theme: a module here and a line in ``contents.py``."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from lyhord.demo.world import World

Progress = Callable[[int], object]


class Chapter(Protocol):
    """Writes one part of the world to an empty database, inside the loader's transaction."""

    @property
    def name(self) -> str:
        """What the progress bar says."""

    def steps(self, world: World) -> int:
        """How much there is to do, in units of ``progress``."""

    def write(self, world: World, *, now: datetime, progress: Progress) -> None:
        """Write it as it stands at ``now`` (aware), calling ``progress`` with the units done since the latest call."""

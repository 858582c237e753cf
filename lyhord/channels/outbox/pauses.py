import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

SHORTEST_S = 2.0
LONGEST_S = 60.0


@dataclass
class Pause:
    """How long a relay is left alone after it could not be reached, and what it said."""

    length_s: float = 0.0
    ends: float = 0.0
    words: str = ""

    @property
    def left_s(self) -> float:
        return self.ends - time.monotonic()

    @property
    def is_on(self) -> bool:
        return self.left_s > 0

    @property
    def until(self) -> datetime:
        return timezone.now() + timedelta(seconds=max(self.left_s, 0))

    def lengthen(self, words: str) -> None:
        """Pause again, twice as long as before."""
        self.length_s = min(max(self.length_s * 2, SHORTEST_S), LONGEST_S)
        self.ends = time.monotonic() + self.length_s
        self.words = words

from dataclasses import dataclass

from lyhord.core.events import Event


@dataclass(frozen=True, slots=True)
class PresenceChanged(Event):
    agent_id: int
    presence: str

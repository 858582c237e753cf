from dataclasses import dataclass
from datetime import datetime

from lyhord.core.events import Event


@dataclass(frozen=True, slots=True)
class EntryWritten(Event):
    """Any new line in a case's timeline; ``opens_case`` is true for the first one."""

    case_id: int
    entry_id: int
    kind: str
    direction: str
    opens_case: bool = False


@dataclass(frozen=True, slots=True)
class MessageReceived(Event):
    """A customer has written; ``is_auto`` tells an automatic message, which asks for nothing."""

    case_id: int
    entry_id: int
    is_auto: bool
    opens_case: bool
    queue_id: int


@dataclass(frozen=True, slots=True)
class ReplyQueued(Event):
    """An answer waits in the outbox; it leaves at ``due_at`` unless it is withdrawn before."""

    case_id: int
    entry_id: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class CaseChanged(Event):
    """Status, priority, queue, assignee, tags or the like changed; ``what`` names it."""

    case_id: int
    what: str

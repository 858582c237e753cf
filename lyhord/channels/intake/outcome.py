from dataclasses import dataclass, field
from typing import Any

from lyhord.cases.models import Entry
from lyhord.channels.models import Envelope

State = Envelope.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of an envelope; ``reason`` is a code, ``explanation`` a sentence for who reads the ledger."""

    state: str
    reason: str = ""
    explanation: str = ""
    decision: dict[str, Any] = field(default_factory=dict)
    sender: str = ""
    subject: str = ""
    entry: Entry | None = None


def processed(entry: Entry | None, *, reason: str = "", explanation: str = "", **facts: Any) -> Outcome:
    return Outcome(state=State.PROCESSED, entry=entry, reason=reason, explanation=explanation, **facts)


def held(reason: str, explanation: str, **facts: Any) -> Outcome:
    return Outcome(state=State.HELD, reason=reason, explanation=explanation, **facts)


def refused(reason: str, explanation: str, **facts: Any) -> Outcome:
    return Outcome(state=State.REFUSED, reason=reason, explanation=explanation, **facts)

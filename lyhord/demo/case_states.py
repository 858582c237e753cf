"""How a case stands at a moment, from the part of its story that has happened by then."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from lyhord.demo.department import DemoQueue
from lyhord.demo.opening_hours import after_open_minutes
from lyhord.demo.stories import Step, Story
from lyhord.demo.world import CaseFacts

NEW, OPEN, WAITING_CUSTOMER, WAITING_OTHER, RESOLVED, CLOSED = 0, 1, 2, 3, 5, 6
CLOSED_AFTER = timedelta(days=10)
_ANSWERED = "Am"


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of the timeline that nobody wrote: ``by`` is the agent's index, or ``None`` for the program."""

    what: str
    at: datetime
    by: int | None
    facts: dict[str, Any]


@dataclass(slots=True)
class CaseState:
    """The case's own fields at the moment, in local time; ``lines`` is its timeline in order."""

    status: int = NEW
    assignee: int | None = None
    reply_due: datetime | None = None
    snoozed_until: datetime | None = None
    latest_inbound: datetime | None = None
    first_reply: datetime | None = None
    resolved: datetime | None = None
    active: datetime | None = None
    preview: str = ""
    lines: list[Step | Happening] = field(default_factory=list)


def state_at(story: Story, *, facts: CaseFacts, queues: tuple[DemoQueue, ...], now: datetime) -> CaseState:
    """Play the story up to ``now`` (local), with what the program writes beside it."""
    state = CaseState()
    for line in sorted(_timeline(story, facts, queues), key=lambda line: line.at):
        if line.at > now:
            break
        state.lines.append(line)
        state.active = line.at
        if isinstance(line, Step):
            _take_step(state, line, queues[facts.queue])
        else:
            _take_happening(state, line)
    _settle(state, now)
    _put_aside(state, facts, now)
    return state


def _timeline(story: Story, facts: CaseFacts, queues: tuple[DemoQueue, ...]) -> Iterator[Step | Happening]:
    if facts.first_queue != facts.queue:
        yield _moved(story, facts, queues)
    yield Happening("assigned", story.taken_at, facts.agent, {"from_assignee": None, "to_assignee": facts.agent + 1})
    for step in story.steps:
        if step.kind != "X":
            yield step
        if step.kind == "T":
            at = after_open_minutes(step.at, 20 + facts.serial % 90)
            yield Happening("status", at, facts.agent, {"from_status": OPEN, "to_status": RESOLVED})
        if step.kind == "X":
            yield Happening("status", step.at, None, {"from_status": WAITING_CUSTOMER, "to_status": RESOLVED})


def _moved(story: Story, facts: CaseFacts, queues: tuple[DemoQueue, ...]) -> Happening:
    former, present = queues[facts.first_queue], queues[facts.queue]
    at = facts.created + (story.taken_at - facts.created) * 0.6
    names = {"from_name": former.name, "to_name": present.name}
    return Happening("moved", at, facts.agent, {"from_queue": former.index + 1, "to_queue": present.index + 1, **names})


def _take_step(state: CaseState, step: Step, queue: DemoQueue) -> None:
    if step.kind == "N":
        return
    state.preview = " ".join(step.text[:400].split())[:160]
    if step.is_from_customer:
        state.latest_inbound = step.at
        state.resolved = None
        state.reply_due = state.reply_due or after_open_minutes(step.at, queue.response_time_min)
        state.status = NEW if state.assignee is None else OPEN
        return
    state.first_reply = state.first_reply or step.at
    state.reply_due = None
    state.status = {"K": WAITING_CUSTOMER, "P": WAITING_OTHER}.get(step.kind, RESOLVED)
    state.resolved = step.at if step.kind in _ANSWERED else None


def _take_happening(state: CaseState, happening: Happening) -> None:
    if happening.what == "assigned":
        state.assignee = happening.by
        state.status = OPEN if state.status == NEW else state.status
    if happening.what == "status":
        state.status, state.resolved, state.reply_due = RESOLVED, happening.at, None


def _settle(state: CaseState, now: datetime) -> None:
    if state.resolved is not None and state.resolved + CLOSED_AFTER < now:
        state.status = CLOSED


def _put_aside(state: CaseState, facts: CaseFacts, now: datetime) -> None:
    """Some of those that wait for somebody else are out of sight until a day or two ahead."""
    waits = state.status in {WAITING_CUSTOMER, WAITING_OTHER}
    if not waits or facts.serial % 4 != 0 or state.active is None:
        return
    state.snoozed_until = after_open_minutes(now, 300 + facts.serial % 700)
    at = min(state.active + timedelta(minutes=3), now)
    state.lines.append(Happening("snoozed", at, facts.agent, {"until": state.snoozed_until.isoformat()}))

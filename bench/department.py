"""A department of any size: its people, queues and customers, and two years of cases in blocks of 2,000."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from bench.texts import Writer

BLOCK_CASES = 2_000
# How many entries the cases have, in turn: five on the average, so that the numbers of a block's entries are known.
ENTRY_COUNTS = (1, 7, 3, 5, 2, 9, 4, 6, 3, 5, 4, 12, 2, 4, 8, 3, 5, 4, 7, 6)
BLOCK_ENTRIES = BLOCK_CASES * sum(ENTRY_COUNTS) // len(ENTRY_COUNTS)
HISTORY = timedelta(days=730)
SENTENCES_A_THOUSAND_CASES = 200


@dataclass(frozen=True, kw_only=True)
class Department:
    """How large it is; ``at`` is now, and the newest case has just come. ``cases`` is a multiple of 2,000."""

    cases: int
    at: datetime
    agents: int = 200
    teams: int = 10
    queues: int = 40
    seed: int = 1

    def __post_init__(self) -> None:
        if self.cases % BLOCK_CASES:
            raise ValueError(f"The number of cases must be a multiple of {BLOCK_CASES}; {self.cases} is not.")

    @property
    def customers(self) -> int:
        return max(self.cases // 10, 1)

    @property
    def open_cases(self) -> int:
        """About how many cases are open: a hundredth of a million, and not much fewer in a smaller department."""
        return min(10_000, self.cases // 5)

    @property
    def blocks(self) -> range:
        return range(self.cases // BLOCK_CASES)

    @cached_property
    def writer(self) -> Writer:
        return Writer(sentences=max(2_000, self.cases * SENTENCES_A_THOUSAND_CASES // 1000), seed=self.seed)

    def opened_at(self, case: int) -> datetime:
        return self.at - HISTORY * (1 - case / self.cases)

    def is_open(self, case: int, chance: random.Random) -> bool:
        """Four of five open cases are among the newest, the fifth lies anywhere in the history."""
        newest = 2 * self.open_cases
        if case > self.cases - newest:
            return chance.random() < 0.4
        return chance.random() < 0.2 * self.open_cases / (self.cases - newest)

    def teams_of_queue(self, queue: int) -> tuple[int, ...]:
        return (queue % self.teams + 1, (queue + 3) % self.teams + 1)

    def agents_of_queue(self, queue: int) -> range:
        """The agents of the queue's first team; agents are dealt to the teams in turn."""
        return range(self.teams_of_queue(queue)[0], self.agents + 1, self.teams)


@dataclass(slots=True, kw_only=True)
class SeededEntry:
    case: "SeededCase"
    kind: str
    direction: str
    at: datetime
    id: int = 0


@dataclass(slots=True, kw_only=True)
class SeededCase:
    id: int
    queue: int
    customer: int
    assignee: int | None
    status: int
    opened_at: datetime
    entries: list[SeededEntry]

    @property
    def is_open(self) -> bool:
        return self.status < 5

    def latest(self, direction: str = "") -> datetime | None:
        times = [entry.at for entry in self.entries if not direction or entry.direction == direction]
        return times[-1] if times else None


def cases_of_block(department: Department, block: int, chance: random.Random) -> list[SeededCase]:
    """The block's cases in order of their numbers, their entries numbered in order of time across the cases."""
    first = block * BLOCK_CASES + 1
    cases = [_case(department, number, chance) for number in range(first, first + BLOCK_CASES)]
    entries = sorted((entry for case in cases for entry in case.entries), key=lambda entry: entry.at)
    for number, entry in enumerate(entries, start=block * BLOCK_ENTRIES + 1):
        entry.id = number
    return cases


def _case(department: Department, number: int, chance: random.Random) -> SeededCase:
    queue = min(int(chance.paretovariate(0.6)), department.queues)
    is_open = department.is_open(number, chance)
    status = chance.choices((0, 1, 2, 3), (25, 35, 30, 10))[0] if is_open else 6 if chance.random() < 0.9 else 5
    case = SeededCase(
        id=number,
        queue=queue,
        customer=chance.randint(1, department.customers),
        assignee=None if status == 0 else chance.choice(department.agents_of_queue(queue)),
        status=status,
        opened_at=department.opened_at(number),
        entries=[],
    )
    case.entries.extend(_entries(department, case, chance))
    return case


def _entries(department: Department, case: SeededCase, chance: random.Random) -> Iterator[SeededEntry]:
    at = case.opened_at
    yield SeededEntry(case=case, kind="message", direction="in", at=at)
    for _ in range(ENTRY_COUNTS[case.id % len(ENTRY_COUNTS)] - 1):
        at = min(at + timedelta(seconds=chance.expovariate(1 / 14_400)), department.at)
        kind, direction = chance.choices(
            (("message", "out"), ("message", "in"), ("note", "internal"), ("event", "internal")), (40, 25, 10, 25)
        )[0]
        yield SeededEntry(case=case, kind=kind, direction=direction, at=at)


def now() -> datetime:
    return datetime.now(tz=UTC).replace(microsecond=0)

"""The timeline of a case from its facts: letters, notes and turns, each at a believable time."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from lyhord.demo.arrivals import strike
from lyhord.demo.catalogue import products
from lyhord.demo.correspondence import Correspondence
from lyhord.demo.opening_hours import after_open_minutes, next_working_day
from lyhord.demo.phrasebook import phrasebook
from lyhord.demo.scenes import slots_of_case, slots_of_day
from lyhord.demo.world import CaseFacts, World

# O the opening, A an answer that settles it, K a question back, B the customer's answer to it, P a promise,
# H the customer asks again, T thanks, M another small question, m its answer, S "still not solved", N a note,
# X the customer never answers and we close it.
_PLANS = {
    "OA": 40,
    "OAT": 15,
    "OKBA": 10,
    "OKBAT": 6,
    "OPNA": 7,
    "OPAT": 5,
    "OHA": 4,
    "ONA": 4,
    "OAMm": 5,
    "OAMmT": 3,
    "OASPA": 4,
    "OKX": 7,
    "OKBNPHAT": 2,
    "OPHNASNPAT": 2,
    "OKBPNAMmST": 1,
}
_PRAISE_PLANS = {"OA": 70, "OAT": 12, "OKBA": 12, "ONA": 6}
_FROM_CUSTOMER = {"O": "opening", "H": "chase", "T": "thanks", "M": "more", "B": "returns", "S": "still"}
_FROM_AGENT = {"A": "answers", "K": "asks_back", "P": "promises", "m": "more_answer"}
_SLOWNESS = 1.15
LATE_AFTER = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the timeline; ``kind`` is the plan's letter, ``agent`` and ``mention`` index the department."""

    kind: str
    at: datetime
    text: str
    agent: int | None = None
    mention: int | None = None
    picture: int | None = None

    @property
    def is_from_customer(self) -> bool:
        return self.kind in _FROM_CUSTOMER


@dataclass(frozen=True, slots=True)
class Story:
    """All steps in order of time, when an agent took the case, and the priority it was given."""

    subject: str
    steps: tuple[Step, ...]
    taken_at: datetime
    priority: int


def story_of(facts: CaseFacts, *, world: World) -> Story:
    """The same facts in the same world tell the same story."""
    rng = Random(_seed_of(world.seed, facts.serial))
    letters, plan = _beginning(facts, world, rng)
    subject = letters.subject()
    steps = [_opening(facts, world, letters, rng)]
    clock = _Clock(facts, world, rng)
    for kind in plan[1:]:
        steps.append(_next_step(kind, steps, facts, world, letters, clock))
    taken = clock.taken_before(steps)
    priority = world.department.matters[facts.intent].priority if rng.random() < 0.5 else 1
    return Story(f"Re: {subject}" if facts.follows else subject, tuple(steps), taken, priority)


def _seed_of(seed: int, serial: int) -> int:
    return int.from_bytes(hashlib.blake2b(f"{seed}/{serial}".encode(), digest_size=8).digest())


def _beginning(facts: CaseFacts, world: World, rng: Random) -> tuple[Correspondence, str]:
    book = phrasebook(facts.language)
    product = products()[facts.product]
    letters = Correspondence(
        book=book,
        intent=book.intents[facts.intent],
        matter=world.department.matters[facts.intent],
        kind=product.kind,
        variant=facts.variant,
        slots=slots_of_case(facts, world=world, rng=rng),
        gender=product.gender(facts.language),
        rng=rng,
    )
    plans = _PRAISE_PLANS if facts.intent == "praise" else _PLANS
    plan = rng.choices(list(plans), list(plans.values()))[0]
    return letters, _possible(plan, letters, is_grievance=world.department.matters[facts.intent].sorry)


def _possible(plan: str, letters: Correspondence, *, is_grievance: bool) -> str:
    """The plan without turns that this matter has no words for."""
    if not (letters.has("asks_back") and letters.has("returns")):
        plan = plan.replace("KB", "").replace("KX", "A")
    if not letters.has("promises"):
        plan = plan.replace("P", "")
    return plan if is_grievance else plan.replace("SPA", "").replace("SNPA", "").replace("ST", "T")


def _opening(facts: CaseFacts, world: World, letters: Correspondence, rng: Random) -> Step:
    pictures = world.department.matters[facts.intent].pictures
    picture = rng.randrange(1_000_000) if rng.random() < pictures else None
    day = facts.created.date()
    letters.know(slots_of_day(facts.language, day, promised=next_working_day(day, after=2)))
    return Step("O", facts.created, letters.opening(), picture=picture)


class _Clock:
    """When the next one writes: agents while the department is open, customers in their own time."""

    def __init__(self, facts: CaseFacts, world: World, rng: Random) -> None:
        self.facts, self.world, self.rng = facts, world, rng
        first, last = strike(today=world.today)
        self.in_strike = first <= facts.created.date() <= last + timedelta(6)
        self._pace = 2.6 if self.in_strike else 1.0
        self.promised = facts.created.date()

    def agent_after(self, moment: datetime, kind: str) -> datetime:
        median_min = {"N": 70, "P": 280, "A": 260, "K": 200, "m": 180}.get(kind, 260)
        return after_open_minutes(moment, self._pace * self.rng.lognormvariate(0, 0.95) * median_min * _SLOWNESS)

    def promise(self, moment: datetime) -> date:
        """A working day soon, remembered until it has come."""
        self.promised = next_working_day(moment.date(), after=self.rng.choices([1, 2, 3, 4], [20, 40, 28, 12])[0])
        return self.promised

    def news_after(self, moment: datetime) -> datetime:
        """Mostly on the promised day, now and then a day or two late."""
        day = next_working_day(self.promised - timedelta(1), after=self.rng.choices([1, 2, 3], [84, 11, 5])[0])
        kept = datetime.combine(day, time(8)) + timedelta(minutes=self.rng.triangular(10, 590, 330))
        return max(kept, after_open_minutes(moment, 25))

    def customer_after(self, moment: datetime, kind: str) -> datetime:
        median_h = {"B": 22, "S": 60, "M": 7, "T": 3, "H": 34}[kind]
        then = moment + timedelta(hours=self.rng.lognormvariate(0, 0.9) * median_h)
        return then + timedelta(hours=7.5) if then.hour < 6 else then

    def taken_before(self, steps: list[Step]) -> datetime:
        replied = next((step.at for step in steps if step.agent is not None), steps[-1].at)
        since = steps[0].at
        return since + (replied - since) * (0.35 + 0.6 * self.rng.random())


def _next_step(
    kind: str, steps: list[Step], facts: CaseFacts, world: World, letters: Correspondence, clock: _Clock
) -> Step:
    before = steps[-1]
    if kind in _FROM_CUSTOMER:
        return _customer_step(kind, steps, letters, clock)
    if kind == "X":
        return Step("X", before.at + timedelta(days=14), "", agent=None)
    waited_for_news = kind == "A" and any(step.kind == "P" for step in steps[-2:])
    at = clock.news_after(before.at) if waited_for_news else clock.agent_after(before.at, kind)
    promised = clock.promise(at) if kind != "N" else clock.promised
    letters.know(slots_of_day(facts.language, at.date(), promised=max(promised, at.date() + timedelta(1))))
    agent = _agent_for(facts, world, clock.rng)
    letters.know({"agent": world.department.agents[agent].first_name})
    if kind == "N":
        return _note(at, agent, facts, world, letters, clock.rng)
    return _agent_step(kind, at, agent, steps, letters, clock)


def _customer_step(kind: str, steps: list[Step], letters: Correspondence, clock: _Clock) -> Step:
    if kind == "H":
        text = letters.chase(promised=any(step.kind == "P" for step in steps))
    else:
        text = getattr(letters, _FROM_CUSTOMER[kind])()
    sends_picture = kind == "B" and any(
        word in text.lower() for word in ("bild", "bilde", "billede", "kuva", "picture")
    )
    picture = clock.rng.randrange(1_000_000) if sends_picture else None
    return Step(kind, clock.customer_after(steps[-1].at, kind), text, picture=picture)


def _agent_step(kind: str, at: datetime, agent: int, steps: list[Step], letters: Correspondence, clock: _Clock) -> Step:
    matter = clock.world.department.matters[clock.facts.intent]
    first = not any(step.kind in _FROM_AGENT for step in steps)
    late = first and at - steps[0].at > LATE_AFTER
    text = letters.reply(
        _FROM_AGENT[kind], first=first, sorry=matter.sorry, late=late, strike=first and clock.in_strike
    )
    return Step(kind, at, text, agent=agent)


def _note(at: datetime, agent: int, facts: CaseFacts, world: World, letters: Correspondence, rng: Random) -> Step:
    team = world.department.agents[agent].team
    colleagues = [other.index for other in world.department.agents if other.team == team and other.index != agent]
    mention = rng.choice(colleagues)
    letters.know({"mention": f"@{world.department.agents[mention].first_name}"})
    text = letters.note()
    return Step("N", at, text, agent=agent, mention=mention if "@" in text else None)


def _agent_for(facts: CaseFacts, world: World, rng: Random) -> int:
    """Nearly always the one who has the case; now and then a colleague steps in."""
    if rng.random() < 0.93:
        return facts.agent
    queue = world.department.queues[facts.queue]
    return rng.choice(world.department.agents_of(queue, facts.language)).index


def until(story: Story, *, now: datetime) -> Story:
    """The story as far as it has come by ``now`` (local time)."""
    return replace(story, steps=tuple(step for step in story.steps if step.at <= now))

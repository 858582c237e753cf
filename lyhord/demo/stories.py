"""The timeline of a case from its facts: letters, notes and turns, each at a believable time."""

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from lyhord.demo.catalogue import products
from lyhord.demo.correspondence import Correspondence
from lyhord.demo.department import DemoAgent
from lyhord.demo.opening_hours import next_working_day
from lyhord.demo.pacing import Pace
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
_FROM_CUSTOMER = "OHTMBS"
_FROM_AGENT = {"A": "answers", "K": "asks_back", "P": "promises", "m": "more_answer"}
_COMPLAINT = re.compile(r"S[NP]*A?")
_PICTURE_WORDS = ("bild", "billede", "kuva", "picture")
_AT_HOME = frozenset({"leverans", "retur"})
_PRIORITY_KEPT = 0.5
_STAYS_WITH_AGENT = 0.93
LATE_AFTER = timedelta(days=2)
CLOSED_UNANSWERED_AFTER = timedelta(days=14)


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
    return _Teller(facts, world).story()


def until(story: Story, *, now: datetime) -> Story:
    """The story as far as it has come by ``now`` (local time)."""
    return replace(story, steps=tuple(step for step in story.steps if step.at <= now))


class _Teller:
    """Tells one case, step by step."""

    def __init__(self, facts: CaseFacts, world: World) -> None:
        self._facts = facts
        self._department = world.department
        self._matter = world.department.matters[facts.intent]
        self._rng = Random(_seed_of(world.seed, facts.serial))
        self._letters = _letters(facts, world, self._rng)
        self._pace = Pace(created=facts.created, today=world.today, rng=self._rng)
        self._steps: list[Step] = []

    def story(self) -> Story:
        subject = self._letters.subject()
        self._steps.append(self._opening())
        for kind in self._plan()[1:]:
            self._steps.append(self._step(kind))
        replied = next((step.at for step in self._steps if step.agent is not None), self._steps[-1].at)
        since = self._facts.created
        taken = since + (replied - since) * (0.35 + 0.6 * self._rng.random())
        priority = self._matter.priority if self._chance(_PRIORITY_KEPT) else 1
        return Story(f"Re: {subject}" if self._facts.follows else subject, tuple(self._steps), taken, priority)

    def _plan(self) -> str:
        """A plan without turns that this matter has no words for."""
        plans = _PRAISE_PLANS if self._facts.intent == "praise" else _PLANS
        plan = self._rng.choices(list(plans), list(plans.values()))[0]
        if not (self._letters.has("asks_back") and self._letters.has("returns")):
            plan = plan.replace("KB", "").replace("KX", "A")
        if not self._letters.has("promises"):
            plan = plan.replace("P", "")
        if self._matter.queue not in _AT_HOME:
            plan = plan.replace("Mm", "")
        return plan if self._matter.sorry else _COMPLAINT.sub("", plan)

    def _opening(self) -> Step:
        day = self._facts.created.date()
        self._know_days(day, promised=next_working_day(day, after=2))
        picture = self._a_picture() if self._chance(self._matter.pictures) else None
        return Step("O", self._facts.created, self._letters.opening(), picture=picture)

    def _step(self, kind: str) -> Step:
        if kind in _FROM_CUSTOMER:
            return self._from_customer(kind)
        if kind == "X":
            return Step("X", self._steps[-1].at + CLOSED_UNANSWERED_AFTER, "")
        return self._from_agent(kind)

    def _from_customer(self, kind: str) -> Step:
        text = self._said_by_customer(kind)
        sends_picture = kind == "B" and any(word in text.lower() for word in _PICTURE_WORDS)
        at = self._pace.customer_after(self._steps[-1].at, kind)
        return Step(kind, at, text, picture=self._a_picture() if sends_picture else None)

    def _said_by_customer(self, kind: str) -> str:
        match kind:
            case "H":
                return self._letters.chase(promised=any(step.kind == "P" for step in self._steps))
            case "T":
                return self._letters.thanks()
            case "M":
                return self._letters.more()
            case "B":
                return self._letters.returns()
            case _:
                return self._letters.still()

    def _from_agent(self, kind: str) -> Step:
        before = self._steps[-1]
        has_news = kind == "A" and any(step.kind == "P" for step in self._steps[-2:])
        at = self._pace.news_after(before.at) if has_news else self._pace.agent_after(before.at, kind)
        promised = self._pace.promised if kind == "N" else self._pace.promise(at)
        self._know_days(at.date(), promised=max(promised, at.date() + timedelta(1)))
        agent = self._agent()
        self._letters.know({"agent": agent.first_name})
        return self._note(at, agent) if kind == "N" else self._reply(kind, at, agent)

    def _reply(self, kind: str, at: datetime, agent: DemoAgent) -> Step:
        is_first = not any(step.kind in _FROM_AGENT for step in self._steps)
        text = self._letters.reply(
            _FROM_AGENT[kind],
            first=is_first,
            sorry=self._matter.sorry,
            late=is_first and at - self._facts.created > LATE_AFTER,
            strike=is_first and self._pace.in_strike,
        )
        return Step(kind, at, text, agent=agent.index)

    def _note(self, at: datetime, agent: DemoAgent) -> Step:
        team = [
            other for other in self._department.agents if other.team == agent.team and other != agent and other.share
        ]
        colleague = self._rng.choice(team)
        self._letters.know({"mention": f"@{colleague.first_name}"})
        text = self._letters.note()
        return Step("N", at, text, agent=agent.index, mention=colleague.index if "@" in text else None)

    def _agent(self) -> DemoAgent:
        """Nearly always the one who has the case; now and then a colleague steps in."""
        if self._chance(_STAYS_WITH_AGENT):
            return self._department.agents[self._facts.agent]
        queue = self._department.queues[self._facts.queue]
        return self._rng.choice(self._department.agents_of(queue, self._facts.language))

    def _know_days(self, day: date, *, promised: date) -> None:
        self._letters.know(slots_of_day(self._facts.language, day, promised=promised))

    def _a_picture(self) -> int:
        return self._rng.randrange(1_000_000)

    def _chance(self, probability: float) -> bool:
        return self._rng.random() < probability


def _letters(facts: CaseFacts, world: World, rng: Random) -> Correspondence:
    book = phrasebook(facts.language)
    product = products()[facts.product]
    return Correspondence(
        book=book,
        intent=book.intents[facts.intent],
        matter=world.department.matters[facts.intent],
        kind=product.kind,
        variant=facts.variant,
        slots=slots_of_case(facts, world=world, rng=rng),
        gender=product.gender(facts.language),
        rng=rng,
    )


def _seed_of(seed: int, serial: int) -> int:
    return int.from_bytes(hashlib.blake2b(f"{seed}/{serial}".encode(), digest_size=8).digest())

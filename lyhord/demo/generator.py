"""Make the world of a seed: people first, then two years of cases in order of arrival."""

from bisect import bisect
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random

from lyhord.demo.arrivals import arrivals
from lyhord.demo.catalogue import products
from lyhord.demo.department import Department, Matter, department
from lyhord.demo.people_generator import (
    CUSTOMERS,
    ORGANISATIONS,
    DemoCustomer,
    customers,
    organisations,
)
from lyhord.demo.phrasebook import phrasebook
from lyhord.demo.world import CaseFacts, World

_FIRST_ORDER = 61_000
_ORDERS_A_CASE = 1.37
_FOLLOW_UP_SHARE = 0.035
_FOLLOW_UP_WITHIN = (timedelta(16), timedelta(70))
_FOREIGN_TONGUE_SHARE = 0.03
_ASTRAY_SHARE = 0.08
_COMPANY_MATTERS = 0.66
_CHANNELS = (("mail", 88), ("form", 12))


def make_world(*, seed: int, today: date, scale: float = 1.0) -> World:
    """The department of a seed on a day; the same arguments always give an equal world.

    ``scale`` 1.0 means 3,000 customers and about 43,000 cases; smaller scales are for tests.
    """
    rng = Random(f"{seed} people")
    companies = organisations(rng, max(5, round(ORGANISATIONS * scale)))
    people = customers(rng, max(40, round(CUSTOMERS * scale)), companies)
    world = World(seed, today, department(), companies, people, [])
    world.cases.extend(_cases(world, scale))
    return world


def _cases(world: World, scale: float) -> Iterator[CaseFacts]:
    rng = Random(f"{world.seed} cases")
    draws = _Draws(world)
    latest: dict[int, CaseFacts] = {}
    moments = arrivals(today=world.today, scale=scale, rng=Random(f"{world.seed} arrivals"))
    for serial, created in enumerate(moments, start=1):
        customer = draws.customer(rng)
        facts = _case(
            serial=serial, created=created, customer=customer, before=latest.get(customer.index), draws=draws, rng=rng
        )
        latest[customer.index] = facts
        yield facts


class _Draws:
    """Weighted choices, with their sums made once."""

    def __init__(self, world: World) -> None:
        self._customers = world.customers
        self._loyalty = list(accumulate(customer.loyalty for customer in world.customers))
        self._matters: dict[tuple[str, bool], list[Matter]] = {}
        self.department = world.department

    def customer(self, rng: Random) -> DemoCustomer:
        return self._customers[bisect(self._loyalty, rng.random() * self._loyalty[-1])]

    def product(self, matter: Matter, rng: Random) -> int:
        fit = [n for n, each in enumerate(products()) if not matter.kinds or each.kind in matter.kinds]
        return rng.choice(fit)

    def another(self, product: int, rng: Random) -> int:
        """A different product of the same kind."""
        kind = products()[product].kind
        return rng.choice([n for n, each in enumerate(products()) if each.kind == kind and n != product])

    def matter(self, language: str, *, is_business: bool, rng: Random) -> Matter:
        """Something this language has words for; companies write about company matters two times out of three."""
        business = is_business and rng.random() < _COMPANY_MATTERS
        key = (language, business)
        if key not in self._matters:
            known = phrasebook(language).intents
            every = self.department.matters.values()
            self._matters[key] = [m for m in every if m.intent in known and m.business == business]
        matters = self._matters[key]
        return rng.choices(matters, [matter.weight for matter in matters])[0]


def _case(
    *,
    serial: int,
    created: datetime,
    customer: DemoCustomer,
    before: CaseFacts | None,
    draws: _Draws,
    rng: Random,
) -> CaseFacts:
    foreign = customer.language not in {"sv", "en"} and rng.random() < _FOREIGN_TONGUE_SHARE
    language = "en" if foreign else customer.language
    follows = before if before and before.language == language and _is_follow_up(before, created, rng) else None
    matter = draws.matter(language, is_business=customer.organisation is not None, rng=rng)
    intent, product = (follows.intent, follows.product) if follows else (matter.intent, draws.product(matter, rng))
    queue, first_queue = _queues(draws.department, draws.department.matters[intent], language, rng)
    return CaseFacts(
        serial=serial,
        intent=intent,
        variant=follows.variant if follows else _variant(language, intent, product, rng),
        language=language,
        customer=customer.index,
        queue=queue,
        first_queue=first_queue,
        agent=_agent(draws.department, queue, language, rng),
        created=created,
        channel=rng.choices([name for name, _ in _CHANNELS], [share for _, share in _CHANNELS])[0],
        order=follows.order if follows else _FIRST_ORDER + round(serial * _ORDERS_A_CASE) + rng.randrange(-300, 300),
        product=product,
        other=draws.another(product, rng),
        follows=follows.serial if follows else None,
    )


def _is_follow_up(before: CaseFacts, created: datetime, rng: Random) -> bool:
    shortest, longest = _FOLLOW_UP_WITHIN
    return shortest < created - before.created < longest and rng.random() < _FOLLOW_UP_SHARE


def _variant(language: str, intent: str, product: int, rng: Random) -> str:
    return rng.choice(phrasebook(language).intents[intent].variants_for(products()[product].kind))


def _queues(everything: Department, matter: Matter, language: str, rng: Random) -> tuple[int, int]:
    """Where the case belongs, and where it first arrived: some write to the wrong address."""
    queue = everything.queue(matter.queue if language == "sv" else "norden").index
    return queue, everything.queue("kundservice").index if rng.random() < _ASTRAY_SHARE else queue


def _agent(everything: Department, queue: int, language: str, rng: Random) -> int:
    able = everything.agents_of(everything.queues[queue], language)
    first = everything.queues[queue].teams[0]
    shares = [agent.share * (1.0 if agent.team == first else 0.3) for agent in able]
    return rng.choices(able, shares)[0].index

"""Customers and organisations that do not exist: made-up names, addresses only at ``.example``.

Telephone numbers come from the series that PTS (the Swedish Post and Telecom Authority) keeps free for books and
films, and for English-speaking customers from Ofcom's drama numbers; customers in other countries give none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

import yaml

from lyhord.demo.department import ascii_of
from lyhord.demo.phrasebook import LANGUAGES, TEXTS

CUSTOMERS = 3_000
ORGANISATIONS = 180
_BUSINESS_SHARE = 0.09
_GIVES_PHONE = 0.24
_PROTECTED_SHARE = 0.006
_SERIES = (
    ("070-174 06 {:02}", 5, 100),
    ("031-390 06 {:02}", 0, 100),
    ("040-628 04 {:02}", 0, 100),
    ("08-465 004 {:02}", 0, 100),
    ("0980-31 92 {:02}", 0, 100),
)


@dataclass(frozen=True, slots=True)
class DemoOrganisation:
    index: int
    name: str
    domain: str


@dataclass(frozen=True, slots=True)
class DemoCustomer:
    """A person; ``organisation`` is an index, ``loyalty`` how often they write compared with others."""

    index: int
    name: str
    language: str
    email: str
    phone: str
    city: str
    street: str
    organisation: int | None
    loyalty: float
    is_protected: bool

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]


@cache
def name_lists() -> dict[str, Any]:
    lists: dict[str, Any] = yaml.safe_load((TEXTS / "names.yaml").read_text())
    return lists


def fictional_numbers() -> Iterator[str]:
    """Every Swedish number that belongs to nobody by PTS' decision, as it is written."""
    for form, first, end in _SERIES:
        yield from (form.format(n) for n in range(first, end))


def organisations(rng: Random, count: int) -> list[DemoOrganisation]:
    lists = name_lists()["organisations"]
    every = [_organisation_name(kind, word) for kind in lists["kinds"] for word in lists["words"]]
    names = rng.sample(every, min(count, len(every)))
    return [DemoOrganisation(n, name, f"{ascii_of(name).replace('.', '-')}.example") for n, name in enumerate(names)]


def _organisation_name(kind: list[str], word: str) -> str:
    before, after = kind
    return " ".join(part.strip() for part in (before, word, after) if part)


def customers(rng: Random, count: int, companies: list[DemoOrganisation]) -> list[DemoCustomer]:
    """So many customers with unique addresses, most of them Swedish."""
    shares = [name_lists()[language]["share"] for language in LANGUAGES]
    registry = _Registry(rng, companies)
    return [registry.customer(index, rng.choices(LANGUAGES, shares)[0]) for index in range(count)]


class _Registry:
    """Makes customers and remembers which addresses and numbers are taken."""

    def __init__(self, rng: Random, companies: list[DemoOrganisation]) -> None:
        self._rng = rng
        self._companies = companies
        self._taken: set[str] = set()
        self._numbers = {"sv": list(fictional_numbers()), "en": [f"+44 7700 900{n:03}" for n in range(1000)]}
        for series in self._numbers.values():
            rng.shuffle(series)

    def customer(self, index: int, language: str) -> DemoCustomer:
        rng, lists = self._rng, name_lists()[language]
        name = f"{rng.choice(lists['given'])} {rng.choice(lists['family'])}"
        company = rng.choice(self._companies) if language == "sv" and rng.random() < _BUSINESS_SHARE else None
        return DemoCustomer(
            index=index,
            name=name,
            language=language,
            email=self._free_address(name, company.domain if company else rng.choice(lists["domains"])),
            phone=self._phone(language),
            city=rng.choice(lists["cities"]),
            street=f"{rng.choice(lists['streets'])} {rng.randint(1, 48)}",
            organisation=company.index if company else None,
            loyalty=rng.lognormvariate(0, 0.9),
            is_protected=rng.random() < _PROTECTED_SHARE,
        )

    def _free_address(self, name: str, domain: str) -> str:
        first, family = ascii_of(name).split(".", 1)
        forms = [f"{first}.{family}", f"{first}{family}", f"{first[0]}.{family}", f"{first}_{family[:3]}", first]
        local = self._rng.choice(forms)
        address, number = f"{local}@{domain}", 1
        while address in self._taken:
            number += self._rng.randint(1, 60)
            address = f"{local}{number}@{domain}"
        self._taken.add(address)
        return address

    def _phone(self, language: str) -> str:
        free = self._numbers.get(language)
        return free.pop() if free and self._rng.random() < _GIVES_PHONE else ""

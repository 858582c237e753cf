"""The department that a seed makes, before anything is written to a database; later chapters read it."""

from dataclasses import dataclass
from datetime import date, datetime

from lyhord.demo.department import Department
from lyhord.demo.people_generator import DemoCustomer, DemoOrganisation


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case without its words; times are local to the department.

    ``serial`` counts from 1 in order of arrival, ``follows`` is the serial of an earlier case of the same customer,
    ``product`` and ``other`` index the catalogue, ``agent`` the department's agents, ``queue`` its queues.
    """

    serial: int
    intent: str
    variant: str
    language: str
    customer: int
    queue: int
    first_queue: int
    agent: int
    created: datetime
    channel: str
    order: int
    product: int
    other: int
    follows: int | None


@dataclass(frozen=True, slots=True)
class World:
    """Everything that exists in the demo, as plain values in the order of their index or serial."""

    seed: int
    today: date
    department: Department
    organisations: list[DemoOrganisation]
    customers: list[DemoCustomer]
    cases: list[CaseFacts]

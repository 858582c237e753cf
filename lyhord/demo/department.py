"""Nordljus itself: who works there, which queues they answer, and what customers turn to them with."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).parent / "department.yaml"


@dataclass(frozen=True, slots=True)
class DemoAgent:
    """An employee; ``share`` is the part of a full load of cases that the person takes."""

    index: int
    name: str
    email: str
    team: str
    title: str
    roles: tuple[str, ...]
    languages: tuple[str, ...]
    share: float

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]


@dataclass(frozen=True, slots=True)
class DemoQueue:
    index: int
    slug: str
    name: str
    signature: str
    mailboxes: tuple[str, ...]
    teams: tuple[str, ...]
    response_time_min: int
    acknowledgements: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """What is known of an intent beside its words."""

    intent: str
    queue: str
    weight: int
    tag: str
    sorry: bool = False
    business: bool = False
    pictures: float = 0.0
    priority: int = 1
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Department:
    name: str
    domain: str
    teams: dict[str, str]
    agents: tuple[DemoAgent, ...]
    queues: tuple[DemoQueue, ...]
    mailbox_names: dict[str, str]
    matters: dict[str, Matter]

    def queue(self, slug: str) -> DemoQueue:
        return next(queue for queue in self.queues if queue.slug == slug)

    def agents_of(self, queue: DemoQueue, language: str) -> list[DemoAgent]:
        """Those who answer a queue in a language, the queue's first team before the others."""
        able = [agent for agent in self.agents if agent.team in queue.teams and agent.share]
        return [agent for agent in able if language in agent.languages] or able


@cache
def department() -> Department:
    rows: dict[str, Any] = yaml.safe_load(_FILE.read_text())
    domain = rows["domain"]
    return Department(
        name=rows["name"],
        domain=domain,
        teams=rows["teams"],
        agents=tuple(_agent(n, row, domain) for n, row in enumerate(rows["agents"])),
        queues=tuple(_queue(n, row, domain) for n, row in enumerate(rows["queues"])),
        mailbox_names={f"{local}@{domain}": name for local, name in rows["mailbox_names"].items()},
        matters={name: _matter(name, row) for name, row in rows["intents"].items()},
    )


def _agent(index: int, row: dict[str, Any], domain: str) -> DemoAgent:
    local = row.get("email") or ascii_of(row["name"].split(" ")[0])
    languages = tuple(row.get("languages", ("sv", "en")))
    return DemoAgent(
        index=index,
        name=row["name"],
        email=f"{local}@{domain}",
        team=row["team"],
        title=row["title"],
        roles=tuple(row["roles"]),
        languages=languages,
        share=row["share"],
    )


def _queue(index: int, row: dict[str, Any], domain: str) -> DemoQueue:
    return DemoQueue(
        index=index,
        slug=row["slug"],
        name=row["name"],
        signature=row["signature"],
        mailboxes=tuple(f"{local}@{domain}" for local in row["mailboxes"]),
        teams=tuple(row["teams"]),
        response_time_min=row["response_time_min"],
        acknowledgements=tuple(
            (language, said["body"], said["opening_hours"])
            for language, said in row.get("acknowledgements", {}).items()
        ),
    )


def _matter(intent: str, row: dict[str, Any]) -> Matter:
    return Matter(intent, **{**row, "kinds": frozenset(row.get("kinds", ()))})


def ascii_of(name: str) -> str:
    """A name as the local part of an address: ``Göran Ødegård`` → ``goran.odegard``."""
    plain = name.lower().translate(str.maketrans("øæđ", "oad")).replace("'", "")
    letters = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return letters.replace(" ", ".")

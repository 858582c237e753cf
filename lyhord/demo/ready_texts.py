"""Canned replies of Nordljus, as the agents have written them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class ReadyText:
    title: str
    shortcut: str
    body: str
    language: str = "sv"
    queues: tuple[str, ...] = ()
    uses: int = 0


@cache
def ready_texts() -> tuple[ReadyText, ...]:
    rows = yaml.safe_load((Path(__file__).parent / "ready_texts.yaml").read_text())
    return tuple(ReadyText(**{**row, "queues": tuple(row.get("queues", ()))}) for row in rows)

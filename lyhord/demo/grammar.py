"""Sentence patterns with alternatives and slots, turned into many different sentences.

``[a|b|]`` chooses one alternative (an empty one says nothing), ``{slot}`` is filled from the case, and
``<en/ett>`` follows the gender of the product talked about. Alternatives may hold alternatives.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

_CLOSING = {"[": "]", "<": ">"}
_SEPARATOR = {"[": "|", "<": "/"}
_BLANKS = re.compile(r"[ ]{2,}")
_BEFORE_POINT = re.compile(r" +([,.!?])")
_DOUBLED_POINT = re.compile(r"([.!?])\.")
_SENTENCE_START = re.compile(r"((?:^|(?<!mva)(?<!\d)[.!?] |\n)[\"«]?)([a-zà-öø-ÿ])")


class PatternError(ValueError):
    """A pattern cannot be read; the message quotes it."""


@dataclass(frozen=True, slots=True)
class Slot:
    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    options: tuple["Sequence", ...]


@dataclass(frozen=True, slots=True)
class Gendered:
    forms: tuple["Sequence", ...]


Node = str | Slot | Choice | Gendered
Sequence = tuple[Node, ...]


class Scene(NamedTuple):
    """What a sentence is about: values for slots, and the product's gender (0 common, 1 neuter)."""

    slots: Mapping[str, str]
    gender: int


def compiled(pattern: str) -> Sequence:
    """The pattern as a tree; raises ``PatternError`` for brackets that do not close."""
    nodes, end = _sequence(pattern, 0, "")
    if end != len(pattern):
        raise PatternError(f"A bracket closes that was never opened: {pattern}")
    return nodes


def _sequence(pattern: str, start: int, stops: str) -> tuple[Sequence, int]:
    nodes: list[Node] = []
    at = start
    while at < len(pattern) and pattern[at] not in stops:
        node, at = _node(pattern, at, stops)
        nodes.append(node)
    return tuple(nodes), at


def _node(pattern: str, at: int, stops: str) -> tuple[Node, int]:
    sign = pattern[at]
    if sign in _CLOSING:
        options, end = _options(pattern, at)
        return (Choice(options) if sign == "[" else Gendered(options)), end
    if sign == "{":
        end = pattern.index("}", at)
        return Slot(pattern[at + 1 : end]), end + 1
    end = at + 1
    while end < len(pattern) and pattern[end] not in "[<{" + stops:
        end += 1
    return pattern[at:end], end


def _options(pattern: str, at: int) -> tuple[tuple[Sequence, ...], int]:
    opening = pattern[at]
    stops = _SEPARATOR[opening] + _CLOSING[opening]
    options: list[Sequence] = []
    while True:
        option, at = _sequence(pattern, at + 1, stops)
        options.append(option)
        if at >= len(pattern):
            raise PatternError(f"A {opening} is never closed: {pattern}")
        if pattern[at] == _CLOSING[opening]:
            return tuple(options), at + 1


def said(sequence: Sequence, *, rng: Random, scene: Scene) -> str:
    """One sentence of the pattern, to be ``tidied``; raises ``KeyError`` naming a slot that the scene cannot fill."""
    words: list[str] = []
    _say(sequence, rng, scene, words)
    return "".join(words).strip()


def _say(sequence: Sequence, rng: Random, scene: Scene, words: list[str]) -> None:
    for node in sequence:
        if isinstance(node, str):
            words.append(node)
        elif isinstance(node, Slot):
            words.append(scene.slots[node.name])
        elif isinstance(node, Choice):
            _say(node.options[int(rng.random() * len(node.options))], rng, scene, words)
        else:
            _say(node.forms[scene.gender], rng, scene, words)


def beginning(text: str) -> str:
    """The text with a capital first, as a sentence begins."""
    return text[:1].upper() + text[1:]


def tidied(text: str) -> str:
    """Single blanks, none before a full stop, one full stop, and capitals where sentences begin."""
    text = _BLANKS.sub(" ", text).strip()
    text = _DOUBLED_POINT.sub(r"\1", _BEFORE_POINT.sub(r"\1", text))
    return _SENTENCE_START.sub(lambda start: start[1] + start[2].upper(), text)


def slots_of(sequence: Sequence) -> frozenset[str]:
    """The names of all slots a pattern may ask for."""
    found: set[str] = set()
    for node in sequence:
        if isinstance(node, Slot):
            found.add(node.name)
        elif isinstance(node, Choice | Gendered):
            for option in node.options if isinstance(node, Choice) else node.forms:
                found |= slots_of(option)
    return frozenset(found)

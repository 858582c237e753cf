"""One correspondence: what this customer and these agents write about this matter, letter by letter."""

from collections.abc import Mapping
from random import Random

from lyhord.demo.department import Matter
from lyhord.demo.grammar import Scene, beginning, said, tidied
from lyhord.demo.misspelling import hurried, misspelt, without_marks
from lyhord.demo.phrasebook import Intent, Line, Phrasebook

_TONES = {
    "neutral": 40,
    "warm": 22,
    "curt": 13,
    "annoyed": 11,
    "worried": 8,
    "formal": 6,
}
_GREETINGS = {"formal": "greeting_formal", "curt": "greeting_short"}
_FEELINGS = {"warm": "kind", "annoyed": "annoyed", "worried": "worried"}
_FINAL = {"answers", "more_answer"}
_AT_HOME = {"leverans", "retur"}
_THANKS = ("tack", "takk", "tak ", "kiitos", "thank")
_PLAIN = {"annoyed": "neutral", "worried": "neutral"}


class Correspondence:
    """Says each sentence at most once; ``slots`` may change between letters (days, the agent who answers)."""

    def __init__(
        self,
        *,
        book: Phrasebook,
        intent: Intent,
        matter: Matter,
        kind: str,
        variant: str,
        slots: dict[str, str],
        gender: int,
        rng: Random,
    ) -> None:
        self._book = book
        self._intent = intent
        self._matter = matter
        self._kind = kind
        self._variant = variant
        self._slots = slots
        self._scene = Scene(slots, gender)
        self._rng = rng
        self._used: set[int] = set()
        self._answer: str | None = None
        self._tone = self._chosen_tone()
        self._asked = 0
        slots["topic"] = self._said(self._lines("topic"))

    def know(self, slots: Mapping[str, str]) -> None:
        self._slots.update(slots)

    def has(self, section: str) -> bool:
        return bool(self._lines(section))

    def subject(self) -> str:
        subject = tidied(self._from("subject"))
        if self._tone == "curt" and self._chance(0.3):
            return subject.lower()
        return subject

    def opening(self) -> str:
        """The letter that starts it all."""
        story = [
            self._from("says"),
            *(self._from("adds") for _ in range(self._rng.choices([0, 1, 2], [34, 48, 18])[0])),
        ]
        if self._tone != "curt" and self._chance(0.2):
            story.insert(0, self._voice("opener"))
        wish = [self._from("wants")]
        if self._matter.queue in _AT_HOME and self._chance(0.18):
            wish.insert(0, self._voice("circumstance"))
        if self._tone in _FEELINGS and self._chance(0.75):
            wish.insert(self._rng.randrange(2), self._voice(_FEELINGS[self._tone]))
        if self._tone not in {"curt", "annoyed"} and self._chance(0.45):
            wish.append(self._voice("closing"))
        return self._signed(self._paragraphs(story, wish))

    def chase(self, *, promised: bool) -> str:
        """Asks again, of a promise if one was given."""
        return self._signed(self._voice("chase_promise" if promised else "chase"), short=True)

    def thanks(self) -> str:
        return self._signed(self._voice("thanks"), short=True)

    def still(self) -> str:
        self._slots["again"] = self._voice("again")
        return self._signed(self._voice("still"), short=True)

    def more(self) -> str:
        line = self._line_of(self._book.voice["more"])
        self._answer = said(line.answer, rng=self._rng, scene=self._scene) if line.answer else None
        return self._signed(said(line.pattern, rng=self._rng, scene=self._scene), short=True)

    def returns(self) -> str:
        """What we asked for; when questions and answers come in pairs, the one that fits the question."""
        lines, questions = self._lines("returns"), self._lines("asks_back")
        line = lines[self._asked] if len(lines) == len(questions) else self._line_of(lines)
        return self._signed(said(line.pattern, rng=self._rng, scene=self._scene), short=True)

    def reply(self, section: str, *, first: bool, sorry: bool, late: bool, strike: bool) -> str:
        """An agent's answer from a section of the intent, or to the customer's latest question beside it."""
        body = self._answer if section == "more_answer" and self._answer else self._body(section)
        greeting = self._voice("agent_greeting" if first else "agent_again")
        politeness = self._politeness(greeting, sorry=sorry, late=late) if first else []
        if strike and self._chance(0.7):
            politeness.append(self._voice("agent_strike"))
        closing = self._voice("agent_closing") if section in _FINAL and self._chance(0.78) else ""
        farewell = f"{self._voice('agent_signoff')}\n{self._slots['agent']}\nNordljus"
        apart = "\n\n" if self._chance(0.4) else " "
        text = apart.join(part for part in (" ".join(politeness), body, closing) if part)
        return tidied(f"{greeting}\n\n{text}\n\n{farewell}")

    def note(self) -> str:
        if self.has("notes") and self._chance(0.55):
            return tidied(self._from("notes"))
        return tidied(self._voice("note_grievance" if self._matter.sorry and self._chance(0.4) else "note"))

    def _body(self, section: str) -> str:
        lines = self._lines(section)
        if section == "answers" and all(id(line) in self._used for line in lines):
            return self._voice("settled")
        line = self._line_of(lines)
        if section == "asks_back":
            self._asked = lines.index(line)
        return beginning(said(line.pattern, rng=self._rng, scene=self._scene))

    def _politeness(self, greeting: str, *, sorry: bool, late: bool) -> list[str]:
        if late:
            return [self._voice("agent_late")]
        has_thanked = any(word in greeting.lower() for word in _THANKS)
        if self._chance(0.4) or (has_thanked and not sorry):
            return []
        return [self._voice("agent_sorry" if sorry else "agent_thanks")]

    def _chosen_tone(self) -> str:
        tone = self._rng.choices(list(_TONES), list(_TONES.values()))[0]
        return tone if self._matter.sorry else _PLAIN.get(tone, tone)

    def _chance(self, probability: float) -> bool:
        return self._rng.random() < probability

    def _from(self, section: str) -> str:
        return beginning(self._said(self._lines(section)))

    def _said(self, lines: tuple[Line, ...]) -> str:
        return said(self._line_of(lines).pattern, rng=self._rng, scene=self._scene) if lines else ""

    def _lines(self, section: str) -> tuple[Line, ...]:
        return self._intent.lines(section, kind=self._kind, variant=self._variant)

    def _voice(self, section: str) -> str:
        return beginning(self._said(self._book.voice[section]))

    def _line_of(self, lines: tuple[Line, ...]) -> Line:
        fresh = [line for line in lines if id(line) not in self._used] or lines
        line = fresh[int(self._rng.random() * len(fresh))]
        self._used.add(id(line))
        return line

    def _paragraphs(self, story: list[str], wish: list[str]) -> str:
        first, second = (" ".join(part for part in parts if part) for parts in (story, wish))
        if not second or self._chance(0.35):
            return f"{first} {second}".strip()
        return f"{first}\n\n{second}"

    def _signed(self, text: str, *, short: bool = False) -> str:
        greeting = self._greeting(short=short)
        letter = f"{greeting}\n\n{text}" if greeting else text
        farewell = self._farewell(short=short)
        letter = f"{letter}\n\n{farewell}" if farewell else letter
        if self._chance(0.06):
            letter += f"\n\n{self._voice('footer')}"
        return self._as_typed(tidied(letter))

    def _greeting(self, *, short: bool) -> str:
        if (short and self._chance(0.75)) or (self._tone == "curt" and self._chance(0.5)):
            return ""
        if self._tone == "annoyed":
            return self._voice("greeting_short")
        return self._voice(_GREETINGS.get(self._tone, "greeting"))

    def _farewell(self, *, short: bool) -> str:
        if (short and self._chance(0.3)) or (self._tone == "curt" and self._chance(0.5)):
            return ""
        name = self._slots["name"] if self._tone == "formal" or self._chance(0.42) else self._slots["first"]
        if short and self._chance(0.5):
            return name
        signoff = self._voice("signoff")
        if signoff == "/":
            return f"/{name}"
        company = self._slots["company"] if self._intent.name.startswith("b2b") else ""
        return f"{signoff}\n{name}" + (f"\n{company}" if company and company != name else "")

    def _as_typed(self, letter: str) -> str:
        if self._tone == "formal":
            return letter
        if self._chance(0.1):
            return misspelt(letter, rng=self._rng)
        if self._tone != "warm" and self._chance(0.04):
            return hurried(letter)
        return without_marks(letter) if self._chance(0.01) else letter

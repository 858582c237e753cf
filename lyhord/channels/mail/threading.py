"""Which case a message belongs to, and why.

A sign that names a case (signed Message-ID, signed reply address, reference, number in the subject) tells where a
message wants to go. Whether it may go there depends on the sender alone: signs travel with every forwarded mail,
so whoever does not take part in the case is a stranger, and a person decides.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import Q

from lyhord.cases.models import Case, Delivery, Entry
from lyhord.channels.mail.letter import Letter
from lyhord.channels.mail.signing import message_ids
from lyhord.channels.mail.threading_ids import case_numbers_in
from lyhord.channels.models import SenderDecision
from lyhord.core.case_numbers import spoken
from lyhord.customers.models import ContactPoint

Method = Literal["reply_address", "message_id", "references", "subject_number", "forwarded", "new"]
SIGNED = ("reply_address", "message_id")
MOST_REFERENCES = 60


@dataclass(frozen=True, slots=True)
class Clue:
    """A sign that names a case: `value` is what stood in the message."""

    method: Method
    value: str
    number: int | None = None
    case_id: int | None = None

    @property
    def key(self) -> tuple[str, int]:
        return ("number", self.number) if self.number else ("pk", self.case_id or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadingDecision:
    """Where a message belongs: its case, or None for a new one; a stranger's message waits for a person."""

    method: Method
    explanation_key: str
    case: Case | None = None
    is_stranger: bool = False
    is_refused: bool = False
    evidence: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"method": self.method, "explanation_key": self.explanation_key, "evidence": self.evidence}


def thread(
    *, letter: Letter, known: Iterable[tuple[str, int]], moved: Collection[str] = frozenset()
) -> ThreadingDecision:
    """Decide for a letter; `known` are (Message-ID, case id) of the entries that it refers to.

    An answer to a message that somebody has `moved` follows it, whatever else it carries along from the former case.

    The first sign whose case the sender takes part in wins; else the first sign makes the sender a stranger there.
    """
    clues = _clues(letter, dict(known), moved)
    cases = _cases(clues)
    found = [(clue, case) for clue in clues if (case := cases.get(clue.key))]
    if not found:
        return _new(letter, clues)
    strangers = []
    for clue, case in found:
        decision = _judge(letter, clue, case)
        if not decision.is_stranger:
            return decision
        strangers.append(decision)
    return strangers[0]


def takes_part(*, address: str, case: Case) -> bool:
    """Whether the address is the customer's, wrote or was written to in the case, or was let in."""
    if ContactPoint.objects.filter(customer_id=case.customer_id, kind="email", address=address).exists():
        return True
    entries = Entry.objects.filter(
        case=case, kind=Entry.Kind.MESSAGE, is_auto=False, is_bounce=False, withdrawn_at=None
    )
    for author, direction, recipients in entries.values_list("author_address", "direction", "recipients"):
        if direction == Entry.Direction.IN and author.lower() == address:
            return True
        if any(address == each.lower() for role in ("to", "cc") for each in recipients.get(role, ())):
            return True
    return Delivery.objects.filter(entry__case=case, recipient__iexact=address).exists()


def references_of(letter: Letter) -> list[str]:
    """The Message-IDs that a letter answers, nearest first."""
    mail = letter.mail
    return list(dict.fromkeys((*mail.in_reply_to, *reversed(mail.references))))[:MOST_REFERENCES]


def _clues(letter: Letter, known: dict[str, int], moved: Collection[str]) -> list[Clue]:
    ids = message_ids()
    shown = [address.email for address in (*letter.mail.to, *letter.mail.cc)]
    referred = references_of(letter)
    nearest = referred[:1]
    return [
        *(Clue("references", each, case_id=known[each]) for each in nearest if each in moved and each in known),
        *(
            Clue("reply_address", address, number)
            for address in dict.fromkeys((*letter.recipients, *shown))
            if (number := ids.read_address(address))
        ),
        *(Clue("message_id", each, number) for each in referred if (number := ids.read(each))),
        *(Clue("references", each, case_id=known[each]) for each in referred if each in known),
        *(Clue("subject_number", letter.mail.subject, number) for number in case_numbers_in(letter.mail.subject)),
    ]


def _cases(clues: list[Clue]) -> dict[tuple[str, int], Case]:
    numbers = {clue.number for clue in clues if clue.number}
    keys = {clue.case_id for clue in clues if clue.case_id}
    if not numbers and not keys:
        return {}
    cases = Case.objects.select_related("queue", "customer").filter(Q(number__in=numbers) | Q(pk__in=keys))
    return {key: case for case in cases for key in (("pk", case.pk), ("number", case.number))}


def _judge(letter: Letter, clue: Clue, case: Case) -> ThreadingDecision:
    decided = SenderDecision.objects.select_related("leads_to").filter(case=case, address=letter.sender).first()
    if letter.is_unconfirmed and (decided is None or decided.verdict != SenderDecision.Verdict.REFUSE):
        return _decision(letter, clue, case, "unconfirmed", takes_part=False, is_stranger=True)
    if decided is not None:
        return _as_decided(letter, clue, case, decided)
    if takes_part(address=letter.sender, case=case):
        return _decision(letter, clue, case, clue.method, takes_part=True)
    if letter.kind.is_automatic and clue.method in SIGNED:
        return _decision(letter, clue, case, "automatic_answer", takes_part=False)
    return _decision(letter, clue, case, "stranger", takes_part=False, is_stranger=True)


def _as_decided(letter: Letter, clue: Clue, case: Case, decided: SenderDecision) -> ThreadingDecision:
    if decided.verdict == SenderDecision.Verdict.JOIN:
        return _decision(letter, clue, case, "joined", takes_part=True)
    if decided.verdict == SenderDecision.Verdict.REFUSE:
        return _decision(letter, clue, case, "refused_before", takes_part=False, is_refused=True)
    return _decision(letter, clue, decided.leads_to, "separate", takes_part=False, named=case)


def _decision(
    letter: Letter,
    clue: Clue,
    case: Case | None,
    key: str,
    *,
    takes_part: bool,
    named: Case | None = None,
    is_stranger: bool = False,
    is_refused: bool = False,
) -> ThreadingDecision:
    pointed_at = named or case
    evidence = {
        "value": clue.value,
        "case": spoken(pointed_at.number) if pointed_at else "",
        "sender": letter.sender,
        "takes_part": takes_part,
        "is_signed": clue.method in SIGNED,
    }
    if letter.forwarded_by:
        evidence["forwarded_by"] = letter.forwarded_by
    return ThreadingDecision(
        method=clue.method if case else "new",
        explanation_key=key,
        case=case,
        is_stranger=is_stranger,
        is_refused=is_refused,
        evidence=evidence,
    )


def _new(letter: Letter, clues: list[Clue]) -> ThreadingDecision:
    evidence: dict[str, Any] = {"sender": letter.sender}
    if clues:
        evidence["unknown"] = [clue.value for clue in clues]
    if letter.forwarded_by:
        evidence["forwarded_by"] = letter.forwarded_by
        return ThreadingDecision(method="forwarded", explanation_key="forwarded", evidence=evidence)
    return ThreadingDecision(method="new", explanation_key="new", evidence=evidence)

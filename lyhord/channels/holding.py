"""What the decisions about held messages have in common."""

from datetime import datetime
from typing import Any

from django.db.models import F

from lyhord.cases.models import Case, Entry
from lyhord.channels.intake.premises import read_premises
from lyhord.channels.intake.settling import as_written, understand
from lyhord.channels.mail.letter import Letter
from lyhord.channels.mail.parsed import Address
from lyhord.channels.models import Envelope, Mailbox, SenderDecision
from lyhord.core import case_numbers, live
from lyhord.people.models import Agent

DECIDED = "by_hand"
UNKNOWN_SENDER = "unknown-{}@sender.invalid"


class NotHeld(Exception):  # noqa: N818 -- a named fact, worded by views
    """The message is not held: somebody decided about it meanwhile."""


class NoSuchCase(Exception):  # noqa: N818 -- a named fact, worded by views
    """The message points at no case that the agent may see."""


def take_held(envelope: Envelope) -> Envelope:
    """The envelope, locked; raises NotHeld."""
    held = Envelope.objects.select_for_update(of=("self",)).filter(pk=envelope.pk, state=Envelope.State.HELD).first()
    if held is None:
        raise NotHeld
    return held


def letter_of(envelope: Envelope) -> tuple[Letter, Mailbox | None]:
    """The message read again, with an invented author when it names none, and the mailbox it came to."""
    premises = read_premises()
    letter = as_written(understand(envelope=envelope, premises=premises), premises)
    mailbox = premises.mailbox(envelope.account) or next(iter(premises.mailboxes.values()), None)
    return letter.by(letter.author or Address("", UNKNOWN_SENDER.format(envelope.pk))), mailbox


def points_at_case(envelope: Envelope) -> bool:
    return bool(envelope.decision.get("evidence", {}).get("case"))


def pointed_at(envelope: Envelope, *, by: Agent) -> Case:
    """The case that a held message wants to go to; raises NoSuchCase."""
    number = case_numbers.read(envelope.decision.get("evidence", {}).get("case", ""))
    case = Case.objects.visible_to(by).select_related("queue", "customer").filter(number=number or 0).first()
    if case is None:
        raise NoSuchCase
    return case


def remember(
    envelope: Envelope,
    letter: Letter,
    case: Case,
    verdict: str,
    *,
    by: Agent,
    at: datetime,
    leads_to: Case | None = None,
) -> None:
    """Let the decision hold for the sender's next message too; noted on the envelope so that it can be undone."""
    if envelope.reason != "stranger":
        return
    facts = {"verdict": verdict, "by": by, "at": at, "leads_to": leads_to}
    decision, _made = SenderDecision.objects.update_or_create(case=case, address=letter.sender, defaults=facts)
    envelope.decision = {**envelope.decision, "sender_decision": decision.pk}


def decided(envelope: Envelope, *, state: str, entry: Entry | None, decision: dict[str, Any], at: datetime) -> None:
    """Book a decision with what is needed to undo it."""
    kept = dict(envelope.decision)
    undo = {
        "sender_decision": kept.pop("sender_decision", None),
        "reason": envelope.reason,
        "explanation": envelope.explanation,
        "decision": kept,
    }
    envelope.state = state
    envelope.reason = "by_hand"
    envelope.explanation = ""
    envelope.decision = {**decision, DECIDED: undo}
    envelope.entry = entry
    envelope.settled_at = at
    envelope.save(update_fields=["state", "reason", "explanation", "decision", "entry", "settled_at"])
    Envelope.objects.filter(pk=envelope.pk).update(attempts=F("attempts") + 1)
    show_held(envelope)


def show_held(envelope: Envelope) -> None:
    """Tell open screens that what is held has changed."""
    body = {"envelope": envelope.pk, "state": envelope.state}
    live.publish(topics=["everyone"], kind="counts", body=body)

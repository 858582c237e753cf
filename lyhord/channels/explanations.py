"""Codes of the ledger and of threading decisions in words that people read."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from lyhord.cases.wording import at_length

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

REASONS: "dict[str, StrOrPromise]" = {
    "stranger": _("The sender does not take part in the case"),
    "failed": _("Could not be understood"),
    "no_sender": _("Says no sender"),
    "no_mailbox": _("The mailbox is gone"),
    "own_address": _("Claims to come from us"),
    "unmatched_bounce": _("A bounce of nothing we sent"),
    "loop": _("Machines that answer each other"),
    "refused_before": _("The sender was refused before"),
    "duplicate": _("Came by two routes"),
    "own_message": _("Our own message came back"),
    "bounce": _("A bounce"),
    "too_large": _("Too large, left on its server"),
    "by_hand": _("Decided by hand"),
}

DECISIONS: "dict[str, StrOrPromise]" = {
    "reply_address": _("Sent to the signed reply address of the case, by somebody who takes part."),
    "message_id": _("Answers a message that we signed, from somebody who takes part."),
    "references": _("Answers a message of the case, from somebody who takes part."),
    "subject_number": _("The case number stands in the subject, and the sender takes part."),
    "automatic_answer": _("An automatic answer to a message that we signed."),
    "new": _("Nothing in it points at a case of ours."),
    "forwarded": _("A colleague forwarded it; the case belongs to the original sender."),
    "stranger": _("It points at a case, but its sender does not take part."),
    "unconfirmed": _("It points at a case, but its sender could not be confirmed: it may be somebody else."),
    "joined": _("Somebody let the sender take part before."),
    "separate": _("Somebody gave the sender a case of their own before."),
    "refused_before": _("Somebody refused the sender before."),
    "joined_by_hand": _("A colleague let the sender take part."),
    "new_by_hand": _("A colleague made a case of its own of it."),
    "bounce": _("A message of ours was not delivered; this is the report about it."),
}


def reason_in_words(code: str) -> str:
    return str(REASONS.get(code, code))


def decision_in_words(decision: dict[str, Any]) -> str:
    """A threading decision as a sentence; empty for an entry that no channel decided about."""
    if moved := decision.get("moved"):
        told = _("%(name)s moved it here from case %(case)s, %(when)s.")
        when = at_length(datetime.fromisoformat(moved["at"]))
        return str(told) % {"name": moved["name"], "case": moved["from"], "when": when}
    return str(DECISIONS.get(decision.get("explanation_key", ""), ""))

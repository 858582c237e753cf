from datetime import datetime

from lyhord.cases.actions.receive_message import receive_in_case
from lyhord.cases.models import Delivery, Entry
from lyhord.channels.delivering import show_delivery
from lyhord.channels.intake.outcome import Outcome, held, processed
from lyhord.channels.intake.writing import message_from
from lyhord.channels.mail.bounces import BounceReport, FailedRecipient
from lyhord.channels.mail.letter import Letter
from lyhord.channels.mail.signing import bounce_addresses
from lyhord.core.actions import System
from lyhord.customers.models import ContactPoint

INTAKE = System("intake")


def settle_bounce(letter: Letter, report: BounceReport) -> Outcome:
    """Attach a bounce to the deliveries that failed; one that fits none of ours waits for a person."""
    failures = _failures(letter, report)
    if not failures:
        return held("unmatched_bounce", "It tells that a message was not delivered, but no delivery of ours fits.")
    delivery = failures[0][0]
    threading = {
        "method": "message_id",
        "explanation_key": "bounce",
        "evidence": {"delivery": delivery.pk, "recipient": delivery.recipient, "value": letter.kind.evidence},
    }
    message = message_from(letter=letter, threading=threading, is_bounce=True)
    entry = receive_in_case(case=delivery.entry.case, message=message, by=INTAKE)
    for each, failure in failures:
        _mark(each, failure, at=letter.received_at)
    return processed(entry, reason="bounce", explanation=letter.kind.evidence, decision=threading)


def _failures(letter: Letter, report: BounceReport) -> list[tuple[Delivery, FailedRecipient]]:
    named = _named(letter)
    if named is not None:
        return [(named, report.recipients[0] if report.recipients else FailedRecipient(named.recipient, True, "", ""))]
    sent = Delivery.objects.select_related("entry__case").filter(
        entry__direction=Entry.Direction.OUT, entry__message_id__in=list(report.original_message_ids[:60])
    )
    by_address = {each.email.lower(): each for each in report.recipients}
    deliveries = list(sent.order_by("-pk"))
    matched = [
        (each, by_address[each.recipient.lower()]) for each in deliveries if each.recipient.lower() in by_address
    ]
    # forwarding hides the address we wrote to; a message with a single recipient can only mean that one
    if not matched and len(deliveries) == 1 and report.recipients:
        return [(deliveries[0], report.recipients[0])]
    return matched


def _named(letter: Letter) -> Delivery | None:
    reader = bounce_addresses()
    number = next((found for each in letter.recipients if (found := reader.read(each))), None)
    return Delivery.objects.select_related("entry__case").filter(pk=number).first() if number else None


def _mark(delivery: Delivery, failure: FailedRecipient, *, at: datetime) -> None:
    words = " ".join(part for part in (failure.status, failure.diagnostic) if part)[:500]
    delivery.response = words or delivery.response
    if failure.has_given_up:
        delivery.state = Delivery.State.BOUNCED
        delivery.state_at = at
    if failure.is_permanent:
        ContactPoint.objects.filter(kind=ContactPoint.Kind.EMAIL, address=delivery.recipient.lower()).update(
            undeliverable_since=at, undeliverable_reason=words[:300]
        )
    delivery.save(update_fields=["response", "state", "state_at"])
    show_delivery(delivery)

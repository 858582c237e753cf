"""A reply as the bytes that leave: the same bytes for every attempt."""

import re
from dataclasses import dataclass
from typing import Final

from lyhord.cases.models import Delivery, Entry
from lyhord.channels.mail.classifying import loop_mark
from lyhord.channels.mail.composing import OutgoingMail, compose
from lyhord.channels.mail.signing import bounce_addresses, message_ids
from lyhord.channels.models import Mailbox
from lyhord.channels.outbox.contents import contents_of
from lyhord.channels.outbox.sender import mailbox_of
from lyhord.channels.outbox.signing import signed

MOST_REFERENCES: Final = 20
REPLIED: Final = re.compile(r"^\s*(?:re|sv|vs|aw)\s*:", re.IGNORECASE)


class CannotSend(Exception):  # noqa: N818 -- a named fact, shown on the delivery
    """The reply cannot be written as mail; the message says why."""


@dataclass(frozen=True, slots=True)
class Ready:
    """What a relay needs: envelope sender, one recipient, and the message with CRLF."""

    sender: str
    recipient: str
    message_id: str
    subject: str
    raw: bytes
    mailbox_id: int


def written(delivery: Delivery) -> Ready:
    """The message of a delivery; raises CannotSend without an address to send from, or when a part is wrong."""
    entry = delivery.entry
    mailbox = mailbox_of(entry.case)
    if mailbox is None:
        raise CannotSend("There is no open mailbox to send from. Add one under Settings, Mailboxes.")
    try:
        outgoing = _outgoing(delivery, mailbox)
        raw = signed(compose(outgoing), domain=mailbox.address.rpartition("@")[2])
    except (ValueError, OSError) as error:
        raise CannotSend(str(error)) from error
    return Ready(
        sender=bounce_addresses().make(mailbox.address, delivery.pk),
        recipient=delivery.recipient,
        message_id=entry.message_id,
        subject=outgoing.subject,
        raw=raw,
        mailbox_id=mailbox.pk,
    )


def _outgoing(delivery: Delivery, mailbox: Mailbox) -> OutgoingMail:
    entry = delivery.entry
    answered, thread = _thread(entry)
    contents = contents_of(entry)
    ids = message_ids(domain=mailbox.address.rpartition("@")[2])
    return OutgoingMail(
        sender=(mailbox.name, mailbox.address),
        to=_named(entry, "to") if _is_named(delivery) else (("", delivery.recipient),),
        cc=_named(entry, "cc"),
        reply_to=((mailbox.name, ids.reply_address(mailbox.address, entry.case.number)),),
        subject=_subject(entry),
        message_id=entry.message_id,
        date=entry.created_at,
        text=contents.text,
        html=contents.html,
        in_reply_to=answered,
        references=thread,
        attachments=contents.files,
        inline_images=contents.images,
        is_automatic=entry.is_auto,
        headers=loop_mark(mailbox.address) if entry.is_auto else {},
    )


def _subject(entry: Entry) -> str:
    subject = entry.subject or entry.case.subject
    number = f"[{entry.case}]"
    subject = subject if number in subject else f"{subject} {number}".strip()
    is_answer = entry.case.entries.filter(kind="message", direction="in", pk__lt=entry.pk).exists()
    return subject if not is_answer or REPLIED.match(subject) else f"Re: {subject}"


def _is_named(delivery: Delivery) -> bool:
    """Whether the header may stay as it was written: not so for another address than the one that failed."""
    if delivery.role == Delivery.Role.BCC:
        return True
    return delivery.recipient in delivery.entry.recipients.get(delivery.role, ())


def _named(entry: Entry, role: str) -> tuple[tuple[str, str], ...]:
    customer = entry.case.customer
    own = {point.address.lower() for point in customer.contact_points.all()}
    return tuple(
        (customer.name if address.lower() in own else "", address) for address in entry.recipients.get(role, ())
    )


def _thread(entry: Entry) -> tuple[str, tuple[str, ...]]:
    """The message that is answered, and the chain up to it: beginnings and ends matter most to mail programs."""
    earlier = (
        entry.case.entries.filter(kind="message", is_auto=False, is_bounce=False, withdrawn_at=None, pk__lt=entry.pk)
        .exclude(message_id="")
        .order_by("pk")
        .values_list("message_id", "direction")
    )
    chain = [message_id for message_id, _ in earlier]
    answered = next((message_id for message_id, direction in reversed(earlier) if direction == "in"), "")
    if answered:
        chain = [*(each for each in chain if each != answered), answered]
    return answered, tuple(chain if len(chain) <= MOST_REFERENCES else [chain[0], *chain[1 - MOST_REFERENCES :]])

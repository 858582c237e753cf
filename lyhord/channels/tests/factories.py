import hashlib
from email.message import EmailMessage
from email.utils import make_msgid
from threading import Event
from typing import Any

from lyhord.cases.models import Entry, Queue
from lyhord.channels.intake.draining import drain
from lyhord.channels.models import Envelope, Mailbox


def make_queue(*, name: str = "Kundservice", **facts: Any) -> Queue:
    return Queue.objects.get_or_create(name=name, defaults={"slug": name.lower(), **facts})[0]


def make_mailbox(*, address: str = "kundservice@nordljus.example", queue: Queue | None = None, **facts: Any) -> Mailbox:
    return Mailbox.objects.create(address=address, name="Nordljus kundservice", queue=queue or make_queue(), **facts)


def make_mail(
    *,
    sender: str = "Maja Öberg <maja@kund.example>",
    to: str = "kundservice@nordljus.example",
    subject: str = "Var är min order?",
    text: str = "Hej! Paketet har inte kommit.",
    message_id: str | None = None,
    headers: dict[str, str] | None = None,
) -> EmailMessage:
    """An ordinary letter; `message_id` is made up unless given."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"] = message_id or make_msgid(domain="kund.example")
    for name, value in (headers or {}).items():
        mail[name] = value
    mail.set_content(text)
    return mail


def arrive(
    mail: EmailMessage | bytes,
    *,
    recipients: tuple[str, ...] = ("kundservice@nordljus.example",),
    sender: str = "maja@kund.example",
    account: str = "kundservice@nordljus.example",
) -> Envelope:
    """An envelope as the listener commits it, not yet settled."""
    raw = mail if isinstance(mail, bytes) else mail.as_bytes()
    return Envelope.objects.create(
        channel="mail",
        account=account,
        external_id=hashlib.sha256(raw + repr(recipients).encode()).hexdigest(),
        raw=raw,
        transport={"sender": sender, "recipients": list(recipients), "peer": "127.0.0.1", "protocol": "smtp"},
    )


def take_in(mail: EmailMessage | bytes, **facts: Any) -> Envelope:
    """Let a message arrive and be settled."""
    envelope = arrive(mail, **facts)
    drain(Event())
    return Envelope.objects.select_related("entry__case").get(pk=envelope.pk)


def entry_of(envelope: Envelope) -> Entry:
    assert envelope.entry is not None, (envelope.state, envelope.reason, envelope.explanation)
    return envelope.entry

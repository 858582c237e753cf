from email.message import EmailMessage
from email.utils import make_msgid
from typing import Any

from lyhord.cases.models import Queue
from lyhord.channels.models import Mailbox


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

"""What lies in the local outbox, read as the customer would see it."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr

from lyhord.channels.models import SunkMail
from lyhord.demo.letters import Answered

NEWEST = 60


@dataclass(frozen=True, slots=True)
class SunkLetter:
    """An answer of ours that stayed here; ``to`` and ``sender`` as (name, address)."""

    pk: int
    at: datetime
    sender: tuple[str, str]
    reply_to: str
    to: tuple[str, str]
    subject: str
    text: str
    filenames: tuple[str, ...]
    answered: Answered

    @property
    def quoted(self) -> str:
        return "\n".join(f"> {line}".rstrip() for line in self.text.splitlines())


def newest() -> list[SunkMail]:
    """The latest letters, newest first, without their bytes."""
    return list(SunkMail.objects.defer("raw").order_by("-pk")[:NEWEST])


def read(mail: SunkMail) -> SunkLetter:
    message = message_from_bytes(bytes(mail.raw), policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 -- what policy.default promises
    body = message.get_body(preferencelist=("plain", "html"))
    sender = parseaddr(str(message["From"] or ""))
    return SunkLetter(
        pk=mail.pk,
        at=mail.at,
        sender=sender,
        reply_to=parseaddr(str(message["Reply-To"] or ""))[1] or sender[1],
        to=(_name_for(message, mail.recipient), mail.recipient),
        subject=str(message["Subject"] or ""),
        text=str(body.get_content()).strip() if body is not None else "",
        filenames=tuple(part.get_filename() or "" for part in message.iter_attachments()),
        answered=Answered(str(message["Message-ID"] or ""), str(message["References"] or "")),
    )


def _name_for(message: EmailMessage, recipient: str) -> str:
    found = [parseaddr(written) for written in str(message["To"] or "").split(",")]
    return next((name for name, address in found if name and address.lower() == recipient.lower()), "")

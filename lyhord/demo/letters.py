"""Letters that a visitor of the demo writes as a customer: real mail, sent to our own listener by SMTP."""

import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formataddr, formatdate, make_msgid

from lyhord.core.config import config

_PATIENCE_S = 10
_UNREACHABLE = (OSError, smtplib.SMTPException)


class ListenerUnreachable(Exception):  # noqa: N818 -- a named fact, worded by views
    """The mail listener did not take the letter; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    filename: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Answered:
    """What a letter answers: the Message-ID, and the chain up to it."""

    message_id: str
    references: str


def post(
    *,
    name: str,
    address: str,
    recipient: str,
    subject: str,
    text: str,
    enclosures: Sequence[Enclosure] = (),
    answered: Answered | None = None,
) -> str:
    """Send a customer's letter to one of our addresses and return its Message-ID.

    Raises ``ListenerUnreachable`` when nobody answers at the mail port or the letter is refused.
    """
    letter = EmailMessage()
    letter["From"] = formataddr((name, address))
    letter["To"] = recipient
    letter["Subject"] = subject
    letter["Date"] = formatdate(localtime=True)
    letter["Message-ID"] = make_msgid(domain=address.rpartition("@")[2])
    if answered is not None:
        letter["In-Reply-To"] = answered.message_id
        letter["References"] = f"{answered.references} {answered.message_id}".strip()
    letter.set_content(text)
    for each in enclosures:
        kind, _, form = each.content_type.partition("/")
        letter.add_attachment(each.content, maintype=kind, subtype=form or "octet-stream", filename=each.filename)
    _hand_in(letter, sender=address, recipient=recipient)
    return str(letter["Message-ID"])


def _hand_in(letter: EmailMessage, *, sender: str, recipient: str) -> None:
    try:
        with smtplib.SMTP(config().smtp_host, config().smtp_port, timeout=_PATIENCE_S) as line:
            line.send_message(letter, from_addr=sender, to_addrs=[recipient])
    except _UNREACHABLE as error:
        raise ListenerUnreachable(str(error)) from error

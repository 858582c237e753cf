"""A message with what is known of its way here: whose it is, for which mailbox, and what kind."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from lyhord.channels.mail.addresses import addresses
from lyhord.channels.mail.classifying import MailKind, classify
from lyhord.channels.mail.parsed import Address, ParsedMail
from lyhord.channels.mail.parsing import parse

FORWARD_SUBJECT: Final = re.compile(r"^\s*(?:fwd?|vb|vs|vl|vidarebefordrat|videresendt|wg|tr|rv|pd)\s*:", re.IGNORECASE)
FORWARDED_FROM: Final = re.compile(
    r"^[>*\s]*(?:från|from|fra|lähettäjä|von|de|od)\s*\*?\s*:\s*\*?\s*(.{3,300})$", re.IGNORECASE | re.MULTILINE
)
NOBODY: Final = re.compile(
    r"^(?:no|do[-_.]?not|ei|svara[-_.]?(?:inte|ej))[-_.]?(?:reply|answer|vastaa)?[-_.+@]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """`author` is who waits for an answer, in lower case; `recipients` are the addresses of ours it was handed to."""

    mail: ParsedMail
    kind: MailKind
    author: Address | None
    recipients: tuple[str, ...]
    received_at: datetime
    forwarded_by: str = ""

    @property
    def sender(self) -> str:
        return self.author.email if self.author else ""

    def by(self, author: Address) -> "Letter":
        """The same letter with another author."""
        return replace(self, author=author)

    def forwarded(self, *, original: Address) -> "Letter":
        """The same letter as the words of whom a colleague forwarded it for."""
        return replace(self, author=lowered(original), forwarded_by=self.sender)


def read_letter(
    *, raw: bytes, sender: str, recipients: Iterable[str], received_at: datetime, own_hosts: Collection[str]
) -> Letter:
    """Understand a message as it was handed over (`sender` and `recipients` of the SMTP envelope); never raises."""
    mail = parse(raw)
    return Letter(
        mail=mail,
        kind=classify(mail, own_domain_hosts=own_hosts),
        author=_author(mail, sender),
        recipients=tuple(recipients),
        received_at=received_at,
    )


def original_author(mail: ParsedMail) -> Address | None:
    """Who wrote what is forwarded here: from the attached message, or from the lines that quote its header."""
    if not FORWARD_SUBJECT.search(mail.subject):
        return None
    attached = next((each for each in mail.attachments if each.content_type == "message/rfc822"), None)
    if attached is not None:
        return parse(attached.content).sender
    for line in FORWARDED_FROM.findall(mail.text):
        found = addresses(line.replace("[mailto:", "<").replace("]", ">").encode())
        if found:
            return found[0]
    return None


def lowered(address: Address) -> Address:
    return Address(address.name, address.email.lower())


def _author(mail: ParsedMail, envelope_sender: str) -> Address | None:
    if mail.sender is None:
        return Address("", envelope_sender.lower()) if "@" in envelope_sender else None
    # forms and shops write in their own name and put the person in Reply-To
    if mail.reply_to and NOBODY.match(mail.sender.email):
        return lowered(mail.reply_to[0])
    return lowered(mail.sender)

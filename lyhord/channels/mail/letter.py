"""A message with what is known of its way here: whose it is, for which mailbox, and what kind."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from lyhord.channels.mail.authentication import Verdict, verdict_of
from lyhord.channels.mail.classifying import MailKind, classify
from lyhord.channels.mail.forwarding import Forwarded
from lyhord.channels.mail.parsed import Address, ParsedMail
from lyhord.channels.mail.parsing import parse

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
    note: str = ""
    authentication: Verdict | None = None
    has_null_sender: bool = False

    @property
    def sender(self) -> str:
        return self.author.email if self.author else ""

    def by(self, author: Address) -> "Letter":
        """The same letter with another author."""
        return replace(self, author=author)

    def forwarded(self, forwarded: Forwarded) -> "Letter":
        """The original that a colleague forwards here, with `note` as what they wrote above it."""
        return replace(
            self,
            mail=forwarded.mail,
            author=lowered(forwarded.author),
            forwarded_by=self.sender,
            note=forwarded.note,
        )

    @property
    def declines_automatic(self) -> bool:
        """Whether whoever sent it wants no automatic answer: an empty envelope sender (RFC 3834 §2), or Exchange."""
        suppressed = self.mail.header("x-auto-response-suppress").lower().replace(" ", "").split(",")
        return self.has_null_sender or "autoreply" in suppressed

    @property
    def is_unconfirmed(self) -> bool:
        """Whether the server that received it found that its sender is probably somebody else."""
        return self.authentication is not None and self.authentication.fails


def read_letter(
    *,
    raw: bytes,
    sender: str,
    recipients: Iterable[str],
    received_at: datetime,
    own_hosts: Collection[str],
    trusted: Collection[str] = (),
    has_null_sender: bool = False,
) -> Letter:
    """Understand a message as it was handed over (`sender` and `recipients` of the SMTP envelope); never raises.

    `trusted` are the authserv-ids of the servers whose Authentication-Results we believe; `has_null_sender` says that
    the envelope sender was empty, not merely unknown.
    """
    mail = parse(raw)
    return Letter(
        mail=mail,
        kind=classify(mail, own_domain_hosts=own_hosts),
        author=_author(mail, sender),
        recipients=tuple(recipients),
        received_at=received_at,
        has_null_sender=has_null_sender,
        authentication=verdict_of(mail, trusted=trusted) if trusted else None,
    )


def lowered(address: Address) -> Address:
    return Address(address.name, address.email.lower())


def _author(mail: ParsedMail, envelope_sender: str) -> Address | None:
    if mail.sender is None:
        return Address("", envelope_sender.lower()) if "@" in envelope_sender else None
    # forms and shops write in their own name and put the person in Reply-To
    if mail.reply_to and NOBODY.match(mail.sender.email):
        return lowered(mail.reply_to[0])
    return lowered(mail.sender)

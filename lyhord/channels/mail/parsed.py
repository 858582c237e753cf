from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import idna


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox of a header: decoded name, and address with lower-case ASCII domain (A-labels, RFC 5890)."""

    name: str
    email: str

    @property
    def shown(self) -> str:
        """The address as people read it: internationalised domains in their own letters."""
        local, _, domain = self.email.rpartition("@")
        if "xn--" not in domain:
            return self.email
        try:
            return f"{local}@{idna.decode(domain)}"
        except (idna.IDNAError, UnicodeError):
            return self.email


@dataclass(frozen=True, slots=True)
class ParsedAttachment:
    """A part that is not body text: `content_id` is without angle brackets, `is_inline` when the HTML shows it."""

    filename: str
    content_type: str
    content: bytes
    content_id: str = ""
    is_inline: bool = False


@dataclass(frozen=True, slots=True)
class CalendarInvite:
    """An iTIP object (RFC 5546): `starts_at` and `ends_at` are aware UTC, None where the calendar gives no time."""

    method: str
    uid: str
    summary: str
    location: str
    organiser: str
    starts_at: datetime | None
    ends_at: datetime | None
    is_all_day: bool = False


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """What a message says, safe to store as it is (no NUL, no lone surrogate).

    Message-IDs carry their angle brackets. `headers` has lower-case names and decoded values in order of
    appearance. `html` is raw: it must pass `sanitising.clean_html` before anyone sees it. `defects` are codes
    such as `charset-wrong:iso-8859-1` or `boundary-missing`.
    """

    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    subject: str = ""
    sender: Address | None = None
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    date: datetime | None = None
    text: str = ""
    html: str = ""
    attachments: tuple[ParsedAttachment, ...] = ()
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    language_hint: str = ""
    defects: tuple[str, ...] = ()
    calendar: CalendarInvite | None = None

    def header(self, name: str) -> str:
        """The first value of the header, empty when it is absent."""
        return self.headers.get(name, ("",))[0]

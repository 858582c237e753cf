"""Bytes of a message in, what it says out."""

import re
from collections.abc import Iterable
from typing import Final

from lyhord.channels.mail.addresses import addresses
from lyhord.channels.mail.bodies import Body, read_body
from lyhord.channels.mail.charsets import decode_text
from lyhord.channels.mail.header_fields import decoded, grouped, message_ids, moment
from lyhord.channels.mail.invitations import read_invitation
from lyhord.channels.mail.languages import language_of
from lyhord.channels.mail.mime import Part, leaves, read_part
from lyhord.channels.mail.parsed import Address, CalendarInvite, ParsedAttachment, ParsedMail

__all__ = ["Address", "CalendarInvite", "ParsedAttachment", "ParsedMail", "parse"]

BEFORE_HEADER: Final = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]*(?:>?From (?!\s*:)[^\r\n]*(?:\r\n|\n|\r))?")


def parse(raw: bytes) -> ParsedMail:
    """Read a message (RFC 5322, MIME) whatever state it is in; never raises.

    What is wrong with it is told in `defects`; what cannot be understood at all is kept as an attachment or as text.
    """
    try:
        return _parsed(raw)
    except Exception as error:  # noqa: BLE001 -- the promise: a message nobody foresaw still becomes a case
        text = decode_text(raw[:1_000_000])[0].replace("\r\n", "\n")
        return ParsedMail(text=text, defects=(f"unreadable:{type(error).__name__}",))


def _parsed(raw: bytes) -> ParsedMail:
    defects: set[str] = set()
    opening = BEFORE_HEADER.match(raw)
    start = opening.end() if opening else 0
    root = read_part(raw, start, len(raw), depth=0, fallback="text/plain", defects=defects)
    body = read_body(list(leaves(root, defects)), defects)
    text = body.text()
    return ParsedMail(
        message_id=_message_id(root, defects),
        in_reply_to=message_ids(root.first("in-reply-to")),
        references=message_ids(b" ".join(_all(root, "references"))),
        subject=_subject(root),
        sender=_sender(root, defects),
        reply_to=addresses(b",".join(_all(root, "reply-to"))),
        to=addresses(b",".join(_all(root, "to"))),
        cc=addresses(b",".join(_all(root, "cc"))),
        date=moment(root.first("date")),
        text=text,
        html=body.html(),
        attachments=tuple(body.attachments),
        headers=grouped(root.fields),
        language_hint=language_of(text, declared=decoded(root.first("content-language"))),
        defects=_with_date_defect(root, defects),
        calendar=_calendar(body),
    )


def _all(root: Part, name: str) -> Iterable[bytes]:
    return (value for key, value in root.fields if key == name)


def _subject(root: Part) -> str:
    return " ".join(decoded(root.first("subject")).split())


def _message_id(root: Part, defects: set[str]) -> str:
    written = list(_all(root, "message-id"))
    if len(written) > 1:
        defects.add("message-id-several")
    for value in written:
        if found := message_ids(value):
            return found[0]
    bare = "".join(decoded(written[0]).split()).strip("<>") if written else ""
    defects.add("message-id-malformed" if bare else "message-id-missing")
    return f"<{bare}>" if bare else ""


def _sender(root: Part, defects: set[str]) -> Address | None:
    authors = addresses(b",".join(_all(root, "from")))
    submitter = addresses(root.first("sender"))
    if len(authors) > 1:
        defects.add("from-several")
        return next((author for author in authors if author in submitter), authors[0])
    if authors:
        return authors[0]
    defects.add("from-missing")
    for fallback in (submitter, addresses(root.first("reply-to")), addresses(root.first("return-path"))):
        if fallback:
            return fallback[0]
    return None


def _with_date_defect(root: Part, defects: set[str]) -> tuple[str, ...]:
    if not root.first("date").strip():
        defects.add("date-missing")
    elif moment(root.first("date")) is None:
        defects.add("date-unreadable")
    return tuple(sorted(defects))


def _calendar(body: Body) -> CalendarInvite | None:
    return read_invitation(body.calendar_source) if body.calendar_source else None

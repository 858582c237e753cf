from typing import Any

from lyhord.cases.actions.receive_message import IncomingFile, IncomingMessage
from lyhord.channels.mail.letter import Letter
from lyhord.channels.mail.parsed import CalendarInvite
from lyhord.channels.mail.reply_text import reply_of
from lyhord.channels.mail.sanitising import clean_html
from lyhord.customers.actions.identify_sender import identify_sender
from lyhord.customers.models import Customer


def message_from(*, letter: Letter, threading: dict[str, Any], is_bounce: bool = False) -> IncomingMessage:
    """A letter in the words of the cases: its author is a known or new customer, its HTML is safe to show."""
    mail = letter.mail
    contents = {each.content_id: f"cid:{each.content_id}" for each in mail.attachments if each.content_id}
    return IncomingMessage(
        channel="mail",
        customer=None if is_bounce else _customer(letter),
        author_name=letter.author.name if letter.author else "",
        author_address=letter.sender,
        subject=mail.subject,
        text=mail.text,
        reply_text=reply_of(mail.text, html=mail.html).reply,
        html=clean_html(mail.html, cid_urls=contents) if mail.html else "",
        recipients=_recipients(letter),
        message_id=mail.message_id[:998],
        references=" ".join(mail.references or mail.in_reply_to),
        language=mail.language_hint,
        is_auto=letter.kind.is_automatic,
        is_bounce=is_bounce,
        threading=threading,
        files=tuple(
            IncomingFile(
                filename=each.filename,
                content_type=each.content_type,
                content=each.content,
                content_id=each.content_id,
                is_inline=each.is_inline,
            )
            for each in mail.attachments
        ),
        facts=_facts(letter),
        at=letter.received_at,
    )


def _facts(letter: Letter) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if letter.authentication is not None:
        facts["authentication"] = letter.authentication.as_json()
    if letter.declines_automatic:
        facts["declines_automatic"] = True
    if letter.mail.calendar is not None:
        facts["invitation"] = _invitation(letter.mail.calendar)
    return facts


def _invitation(invite: CalendarInvite) -> dict[str, Any]:
    return {
        "method": invite.method,
        "summary": invite.summary,
        "location": invite.location,
        "organiser": invite.organiser,
        "starts_at": invite.starts_at.isoformat() if invite.starts_at else "",
        "ends_at": invite.ends_at.isoformat() if invite.ends_at else "",
        "is_all_day": invite.is_all_day,
    }


def _customer(letter: Letter) -> Customer:
    return identify_sender(
        email=letter.sender, name=letter.author.name if letter.author else "", language=letter.mail.language_hint
    )


def _recipients(letter: Letter) -> dict[str, list[str]]:
    mail = letter.mail
    shown = {"to": mail.to, "cc": mail.cc, "reply_to": mail.reply_to}
    return {role: [each.email for each in addresses] for role, addresses in shown.items() if addresses}

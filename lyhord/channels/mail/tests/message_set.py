"""Whole messages as programs and servers write them, each with what a careful reader sees in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from lyhord.channels.mail.classifying import MailKind, classify
from lyhord.channels.mail.parsed import Address, ParsedMail
from lyhord.channels.mail.parsing import parse
from lyhord.channels.mail.reply_text import reply_of

FOLDER = Path(__file__).parent / "messages"
OWN_HOSTS = frozenset({"bolaget.example"})


@dataclass(frozen=True)
class Sample:
    name: str
    raw: bytes
    expected: dict[str, Any]

    @property
    def client(self) -> str:
        return str(self.expected["client"])

    @property
    def language(self) -> str:
        return str(self.expected["language"])


@dataclass(frozen=True)
class Reading:
    mail: ParsedMail
    kind: MailKind
    reply: str


def message_set() -> list[Sample]:
    return [
        Sample(path.stem, path.read_bytes(), yaml.safe_load(path.with_suffix(".yaml").read_text("utf-8")))
        for path in sorted(FOLDER.glob("*.eml"))
    ]


def reading_of(raw: bytes) -> Reading:
    """What the way in makes of a message."""
    mail = parse(raw)
    return Reading(mail, classify(mail, own_domain_hosts=OWN_HOSTS), reply_of(mail.text, html=mail.html).reply)


def tidy(text: str) -> str:
    """The text without white space at the ends of its lines: nobody sees it."""
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def differences(sample: Sample, reading: Reading) -> Iterator[tuple[str, object, object]]:
    """Each point where the reading is another than expected: its name, the expectation and what was read."""
    seen = {**_envelope(reading.mail), **_content(reading)}
    for point, wanted in sample.expected.items():
        if point in seen and wanted != seen[point]:
            yield point, wanted, seen[point]


def _envelope(mail: ParsedMail) -> dict[str, object]:
    return {
        "subject": mail.subject,
        "sender": mail.sender.email if mail.sender else "",
        "sender_name": mail.sender.name if mail.sender else "",
        "to": _emails(mail.to),
        "cc": _emails(mail.cc),
        "reply_to": _emails(mail.reply_to),
        "message_id": mail.message_id,
        "in_reply_to": list(mail.in_reply_to),
        "references": list(mail.references),
        "date": mail.date.isoformat() if mail.date else None,
    }


def _content(reading: Reading) -> dict[str, object]:
    mail = reading.mail
    return {
        "attachments": [[each.filename, each.content_type, len(each.content)] for each in mail.attachments],
        "inline": [each.filename for each in mail.attachments if each.is_inline],
        "charset_damaged": any(defect.startswith("charset") for defect in mail.defects),
        "kind": reading.kind.kind,
        "bounce": _bounce(reading.kind),
        "calendar": _calendar(mail),
        "reply": tidy(reading.reply),
    }


def _emails(addresses: tuple[Address, ...]) -> list[str]:
    return [address.email for address in addresses]


def _bounce(kind: MailKind) -> dict[str, object] | None:
    if kind.bounce is None:
        return None
    return {
        "recipients": [failed.email for failed in kind.bounce.recipients],
        "permanent": kind.bounce.is_permanent,
        "given_up": any(failed.has_given_up for failed in kind.bounce.recipients),
        "message_id": next(iter(kind.bounce.original_message_ids), ""),
    }


def _calendar(mail: ParsedMail) -> dict[str, object] | None:
    if mail.calendar is None:
        return None
    invite = mail.calendar
    return {
        "method": invite.method,
        "summary": invite.summary,
        "location": invite.location,
        "organiser": invite.organiser,
        "starts_at": _moment(invite.starts_at),
        "ends_at": _moment(invite.ends_at),
        "is_all_day": invite.is_all_day,
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None

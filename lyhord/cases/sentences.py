"""Events of a timeline told in plain words."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lyhord.cases.models import Case, Entry
from lyhord.cases.wording import at_length

ICONS = {
    "assigned": "user-round",
    "status": "circle-check",
    "priority": "flag",
    "moved": "layers",
    "tags": "tag",
    "snoozed": "alarm-clock",
    "woken": "alarm-clock",
    "subject": "pencil",
    "created": "plus",
    "followed_up": "corner-down-right",
    "bounced": "triangle-alert",
    "entry_moved": "corner-down-right",
    "entry_moved_back": "rotate-ccw",
}


def sentence_of(entry: Entry) -> SafeString:
    """What happened, who did it and what it changed, with the new state in strong; safe HTML."""
    told = _TOLD.get(entry.event)
    who = entry.author.name if entry.author else entry.author_name
    return told(entry.facts, who) if told else format_html("{}", _("Something changed in the case."))


def plain_sentence_of(entry: Entry) -> str:
    """The same without markup, for messages and for a case that somebody else has changed."""
    if entry.is_message and entry.is_inbound:
        return _("The customer has written again.")
    if entry.is_message:
        return _("%(name)s has sent an answer.") % {"name": entry.author_name}
    if entry.is_note:
        return _("%(name)s has written a note.") % {"name": entry.author_name}
    return strip_tags(sentence_of(entry))


def _told(with_who: str, without: str, **facts: Any) -> SafeString:
    return format_html(with_who if facts["who"] else without, **facts)


def _assigned(facts: dict[str, Any], who: str) -> SafeString:
    to = facts.get("to_name", "")
    if not to:
        return _told(
            _("{who} put the case back: <strong>nobody has it</strong>."),
            _("<strong>Nobody</strong> has the case."),
            who=who,
        )
    if to == who:
        return format_html(_("<strong>{who}</strong> took the case."), who=who)
    return _told(
        _("{who} gave the case to <strong>{to}</strong>."), _("<strong>{to}</strong> got the case."), who=who, to=to
    )


def _status(facts: dict[str, Any], who: str) -> SafeString:
    status = Case.Status(facts["to_status"]).label
    return _told(
        _("{who} changed the status to <strong>{status}</strong>."),
        _("Status: <strong>{status}</strong>."),
        who=who,
        status=str(status).lower(),
    )


def _priority(facts: dict[str, Any], who: str) -> SafeString:
    priority = str(Case.Priority(facts["to_priority"]).label).lower()
    return _told(
        _("{who} changed the priority to <strong>{priority}</strong>."),
        _("Priority: <strong>{priority}</strong>."),
        who=who,
        priority=priority,
    )


def _moved(facts: dict[str, Any], who: str) -> SafeString:
    return _told(
        _("{who} moved the case from {was} to <strong>{to}</strong>."),
        _("Moved from {was} to <strong>{to}</strong>."),
        who=who,
        was=facts.get("from_name", ""),
        to=facts.get("to_name", ""),
    )


def _tags(facts: dict[str, Any], who: str) -> SafeString:
    added, removed = ", ".join(facts.get("added", [])), ", ".join(facts.get("removed", []))
    if added and removed:
        return _told(
            _("{who} added the tag <strong>{added}</strong> and removed {removed}."),
            _("Tag <strong>{added}</strong> added, {removed} removed."),
            who=who,
            added=added,
            removed=removed,
        )
    if removed:
        return _told(
            _("{who} removed the tag <strong>{tag}</strong>."),
            _("Tag <strong>{tag}</strong> removed."),
            who=who,
            tag=removed,
        )
    return _told(
        _("{who} added the tag <strong>{tag}</strong>."), _("Tag <strong>{tag}</strong> added."), who=who, tag=added
    )


def _snoozed(facts: dict[str, Any], who: str) -> SafeString:
    if not facts.get("until"):
        return _told(_("{who} fetched the case back."), _("The case is back."), who=who)
    when = at_length(datetime.fromisoformat(facts["until"]))
    return _told(
        _("{who} put the case aside until <strong>{when}</strong>."),
        _("Put aside until <strong>{when}</strong>."),
        who=who,
        when=when,
    )


def _woken(_facts: dict[str, Any], _who: str) -> SafeString:
    return format_html("{}", _("The time the case was put aside for has passed. It is back."))


def _subject(facts: dict[str, Any], who: str) -> SafeString:
    return _told(
        _("{who} changed the subject to <strong>{subject}</strong>."),
        _("Subject: <strong>{subject}</strong>."),
        who=who,
        subject=facts.get("to_subject", ""),
    )


def _created(_facts: dict[str, Any], who: str) -> SafeString:
    return _told(_("<strong>{who}</strong> opened the case."), _("The case was opened."), who=who)


def _followed_up(facts: dict[str, Any], _who: str) -> SafeString:
    number = facts.get("follow_up", "")
    link = format_html('<a href="/cases/{}/">{}</a>', number, number)
    return format_html(_("The customer wrote again after the case was closed: {link} goes on from here."), link=link)


def _entry_moved(facts: dict[str, Any], who: str) -> SafeString:
    number, writer = facts.get("other", ""), facts.get("writer", "")
    link = format_html('<a href="/cases/{}/">{}</a>', number, number)
    told = (
        _("{who} moved a message from {writer} here, from {link}.")
        if facts.get("is_here")
        else _("{who} moved a message from {writer} to {link}.")
    )
    return format_html(told, who=who, writer=writer, link=link)


def _bounced(facts: dict[str, Any], _who: str) -> SafeString:
    return format_html(
        _("A message to <strong>{recipient}</strong> came back: it could not be delivered."),
        recipient=facts.get("recipient", ""),
    )


_TOLD: dict[str, Callable[[dict[str, Any], str], SafeString]] = {
    "assigned": _assigned,
    "status": _status,
    "priority": _priority,
    "moved": _moved,
    "tags": _tags,
    "snoozed": _snoozed,
    "woken": _woken,
    "subject": _subject,
    "created": _created,
    "followed_up": _followed_up,
    "bounced": _bounced,
    "entry_moved": _entry_moved,
    "entry_moved_back": _entry_moved,
}

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from lyhord.cases.actions.receive_message import preview_of
from lyhord.cases.models import Case, Entry
from lyhord.cases.timeline import record_change, show_change
from lyhord.core import case_numbers
from lyhord.core.actions import action
from lyhord.people.models import Agent

_WAITS_FOR_US = (Case.Status.NEW, Case.Status.OPEN)


class EntryNotMoved(Exception):  # noqa: N818 -- a named fact, worded by views
    """The message stands where it came; there is nothing to undo."""


@action(permission="cases.move")
def move_entry(*, entry: Entry, to_case: Case, by: Agent, at: datetime) -> Entry:
    """Put a customer's message that came to the wrong case in the right one; answers to it follow there.

    The right case waits for an answer since the message came; the wrong one is as if it had not come, and closed when
    it held nothing else. ``entry.threading["moved"]`` says who moved it, from where and when, with what undoes it.
    Raises ``ValidationError`` for what is no customer's message, and for a case that cannot take it.
    """
    former, target = _locked(entry, entry.case_id, to_case.pk)
    _require_movable(entry, former, target)
    before = {"from": _state(former), "to": _state(target)}
    moved = {"by": by.pk, "name": by.name, "from": str(former), "to": str(target), "at": at.isoformat()}
    entry.threading = {**entry.threading, "moved": {**moved, "before": before}}
    entry.case = target
    entry.save(update_fields=["case"])
    _go_on_without(former, at=at)
    if not entry.is_auto:
        target.hear_from_customer(preview=preview_of(entry.reply_text or entry.text), at=entry.created_at)
    entry.threading["moved"]["after"] = {"from": former.status, "to": target.status}
    entry.save(update_fields=["threading"])
    _tell(entry, former, target, what="entry_moved", by=by, at=at)
    return entry


@action(permission="cases.move")
def undo_move_entry(*, entry: Entry, by: Agent, at: datetime) -> Entry:
    """Put a moved message back; both cases wait as before, unless somebody has changed them since.

    Raises ``EntryNotMoved`` when the message was not moved.
    """
    moved = entry.threading.get("moved")
    if moved is None:
        raise EntryNotMoved
    origin = Case.objects.get(number=case_numbers.read(moved["from"]) or 0)
    back, left = _locked(entry, origin.pk, entry.case_id)
    entry.threading = {key: value for key, value in entry.threading.items() if key != "moved"}
    entry.case = back
    entry.save(update_fields=["case", "threading"])
    _restore(back, moved, "from", at=at)
    _restore(left, moved, "to", at=at)
    _tell(entry, left, back, what="entry_moved_back", by=by, at=at)
    return entry


def _locked(entry: Entry, first: int, second: int) -> tuple[Case, Case]:
    """Both cases for this transaction alone, once the message is known to be still where the caller saw it."""
    cases = {key: Case.objects.locked(key) for key in sorted({first, second})}
    seen_in = entry.case_id
    entry.refresh_from_db(fields=["case", "threading"])
    if entry.case_id != seen_in:
        raise ValidationError(_("Somebody else has moved the message meanwhile. Look where it is now."))
    return cases[first], cases[second]


def _require_movable(entry: Entry, former: Case, target: Case) -> None:
    if not entry.is_message or not entry.is_inbound or entry.is_bounce or entry.is_withdrawn:
        raise ValidationError(_("Only what a customer has written can be moved."))
    if former.pk == target.pk:
        raise ValidationError(_("The message is in that case already. Choose another one."))
    if target.is_closed:
        raise ValidationError(_("Case %(case)s is closed. Reopen it, or choose another one.") % {"case": target})
    if former.secrecy > target.secrecy:
        raise ValidationError(
            _("Case %(case)s has no heightened secrecy, so the message may not go there.") % {"case": target}
        )


def _state(case: Case) -> dict[str, Any]:
    due = case.reply_due_at.isoformat() if case.reply_due_at else None
    heard = case.latest_inbound_at.isoformat() if case.latest_inbound_at else None
    return {"status": case.status, "reply_due_at": due, "preview": case.preview, "latest_inbound_at": heard}


def _go_on_without(case: Case, *, at: datetime) -> None:
    """The case as it is once the message has left it."""
    left = case.entries.filter(kind=Entry.Kind.MESSAGE, withdrawn_at=None, is_bounce=False)
    latest = left.filter(is_auto=False).order_by("-pk").first()
    if latest is None:
        if case.is_open:
            case.change_status(status=Case.Status.CLOSED, at=at)
        return
    heard = left.filter(direction=Entry.Direction.IN).order_by("-pk").first()
    is_answered = not latest.is_inbound and case.status in _WAITS_FOR_US
    case.note_activity(
        at=at,
        preview=preview_of(latest.reply_text or latest.text),
        latest_inbound_at=heard.created_at if heard else None,
        reply_due_at=None if is_answered else case.reply_due_at,
    )
    if is_answered:
        case.change_status(status=Case.Status.WAITING_CUSTOMER, at=at)


def _restore(case: Case, moved: dict[str, Any], which: str, *, at: datetime) -> None:
    before, after = moved["before"][which], moved["after"][which]
    if case.status != after:
        return
    due, heard = before["reply_due_at"], before["latest_inbound_at"]
    case.note_activity(at=at, latest_inbound_at=parse_datetime(heard) if heard else None)
    case.restore(
        status=before["status"],
        assignee_id=case.assignee_id,
        reply_due_at=parse_datetime(due) if due else None,
        preview=before["preview"],
        at=at,
    )


def _tell(entry: Entry, former: Case, target: Case, *, what: str, by: Agent, at: datetime) -> None:
    writer = entry.author_name or entry.author_address
    facts = {"entry": entry.pk, "writer": writer}
    record_change(case=former, what=what, by=by, at=at, other=str(target), is_here=False, **facts)
    record_change(case=target, what=what, by=by, at=at, other=str(former), is_here=True, **facts)
    show_change(case=former, what="entry_left", by=by, entry=entry)
    show_change(case=target, what="entry_came", by=by, entry=entry)

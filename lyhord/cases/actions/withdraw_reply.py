from datetime import datetime

from django.utils.dateparse import parse_datetime

from lyhord.cases.events import CaseChanged
from lyhord.cases.models import Attachment, Case, Delivery, Draft, Entry
from lyhord.cases.timeline import show_change
from lyhord.core.actions import action
from lyhord.core.events import publish
from lyhord.people.models import Agent


class ReplyAlreadyLeft(Exception):  # noqa: N818 -- a named fact, worded by views
    """Some copy of the reply is on its way or gone; nothing was withdrawn."""


@action(permission="cases.reply")
def withdraw_reply(*, entry: Entry, by: Agent, at: datetime) -> Draft:
    """Take back a reply that has not left and give its text back as a draft; the case is as it was before.

    Raises ``ReplyAlreadyLeft`` when a single delivery has begun: an answer is withdrawn wholly or not at all.
    """
    case = Case.objects.locked(entry.case_id)
    waiting = list(Delivery.objects.select_for_update().filter(entry=entry))
    if not waiting or any(each.state != Delivery.State.QUEUED or each.attempts for each in waiting):
        raise ReplyAlreadyLeft
    Delivery.objects.filter(entry=entry).update(state=Delivery.State.WITHDRAWN, state_at=at)
    Entry.objects.filter(pk=entry.pk).update(withdrawn_at=at)
    draft = _draft_again(case=case, entry=entry, waiting=waiting, by=by)
    _turn_back(case=case, entry=entry, at=at)
    publish(CaseChanged(case.pk, "reply_withdrawn"))
    show_change(case=case, what="reply_withdrawn", by=by, entry=entry)
    return draft


def _draft_again(*, case: Case, entry: Entry, waiting: list[Delivery], by: Agent) -> Draft:
    recipients = {role: [each.recipient for each in waiting if each.role == role] for role in Delivery.Role.values}
    draft, _created = Draft.objects.select_for_update().get_or_create(case=case, agent=by, kind=Draft.Kind.REPLY)
    withdrawn = entry.html.split('<div class="signature">')[0]
    draft.html = f"{withdrawn}{draft.html}"
    draft.recipients = recipients
    draft.quotes_history = "quotes" in entry.facts
    draft.version += 1
    draft.save()
    Attachment.objects.filter(entry=entry).update(entry=None, draft=draft)
    return draft


def _turn_back(*, case: Case, entry: Entry, at: datetime) -> None:
    """Give the case its former status and clock, unless somebody has changed it since the reply."""
    answered_last = not case.entries.filter(pk__gt=entry.pk).exists()
    if not answered_last:
        return
    before = entry.facts.get("before", {})
    due = before.get("reply_due_at")
    status, preview = before.get("status", Case.Status.OPEN), before.get("preview", case.preview)
    case.restore(
        status=status,
        assignee_id=before.get("assignee", case.assignee_id),
        reply_due_at=parse_datetime(due) if due else None,
        preview=preview,
        at=at,
    )

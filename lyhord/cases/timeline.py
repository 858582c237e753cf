"""How a change of a case becomes visible: a line in its timeline, an event for other rooms, a sign to open screens."""

from datetime import datetime
from typing import Any

from lyhord.cases.events import CaseChanged, EntryWritten
from lyhord.cases.models import Case, Entry
from lyhord.core import live
from lyhord.core.actions import Actor
from lyhord.core.events import publish


def record_change(*, case: Case, what: str, by: Actor, at: datetime, **facts: Any) -> Entry:
    """Write an event into the timeline and tell everybody that ``what`` changed."""
    entry = Entry.objects.create(
        case=case,
        kind=Entry.Kind.EVENT,
        event=what,
        author_id=by.pk,
        author_name=str(by) if by.pk else "",
        facts=facts,
        created_at=at,
    )
    publish(EntryWritten(case.pk, entry.pk, entry.kind, entry.direction))
    publish(CaseChanged(case.pk, what))
    show_change(case=case, what=what, by=by, entry=entry, was=facts)
    return entry


def topic_of(case: Case) -> str:
    """What screens that have the case open follow."""
    return f"case.{case}"


def show_change(
    *, case: Case, what: str, by: Actor, entry: Entry | None = None, was: dict[str, Any] | None = None
) -> None:
    """Tell the screens that show the case, its queue or its assignee, the former ones included."""
    former = was or {}
    topics = {topic_of(case), f"queue.{case.queue_id}"}
    topics |= {f"agent.{agent}" for agent in (case.assignee_id, former.get("from_assignee")) if agent}
    if former.get("from_queue"):
        topics.add(f"queue.{former['from_queue']}")
    body = {
        "case": str(case),
        "id": case.pk,
        "what": what,
        "by": by.pk,
        "queue": case.queue_id,
        "assignee": case.assignee_id,
        "version": case.version,
        "entry": entry.pk if entry else None,
    }
    live.publish(topics=topics, kind="case.changed", body=body)

import re
from collections.abc import Iterable
from datetime import datetime

from lyhord.cases.actions.reply_to_case import ReplyNotPossible
from lyhord.cases.events import EntryWritten
from lyhord.cases.models import Case, Draft, Entry, Mention
from lyhord.cases.timeline import show_change
from lyhord.core import live
from lyhord.core.actions import action
from lyhord.core.events import publish
from lyhord.core.html import clean_authored, plain_text
from lyhord.people.models import Agent

_MENTION = re.compile(r"@([\w.-]+(?:@[\w.-]+)?(?: [A-ZÅÄÖÆØ][\w-]+)?)")


@action(permission="cases.note")
def add_note(*, case: Case, html: str, draft: Draft | None = None, by: Agent, at: datetime) -> Entry:
    """Write an internal note, which no customer ever sees, and tell the colleagues it names.

    A colleague is named by ``@first name``, ``@First Last`` or ``@address``; a first name that several share names
    them all. Raises ``ReplyNotPossible`` for an empty note.
    """
    body = clean_authored(html)
    text = plain_text(body)
    if not text:
        raise ReplyNotPossible("Write something before you save the note.")
    entry = Entry.objects.create(
        case=case,
        kind=Entry.Kind.NOTE,
        author_id=by.pk,
        author_name=by.name,
        text=text,
        reply_text=text,
        html=body,
        created_at=at,
    )
    if draft is not None:
        draft.attachments.update(entry=entry, draft=None)
        draft.delete()
    Case.objects.locked(case.pk).note_activity(at=at)
    _mention(entry=entry, agents=mentioned_in(text), by=by)
    publish(EntryWritten(case.pk, entry.pk, entry.kind, entry.direction))
    show_change(case=case, what="note", by=by, entry=entry)
    return entry


def mentioned_in(text: str) -> list[Agent]:
    """The active colleagues whom a text names."""
    named = {name.strip().rstrip(".").casefold() for name in _MENTION.findall(text)}
    if not named:
        return []
    return [agent for agent in Agent.objects.active() if named & _names_of(agent, named)]


def _names_of(agent: Agent, named: Iterable[str]) -> set[str]:
    full, first = agent.name.casefold(), agent.first_name.casefold()
    names = {full, first, agent.email, agent.email.split("@")[0]}
    followed = {name for name in named if name.startswith(f"{first} ") and not _is_somebody(name)}
    return names | followed


def _is_somebody(name: str) -> bool:
    return bool(Agent.objects.active().filter(name__iexact=name).exists())


def _mention(*, entry: Entry, agents: list[Agent], by: Agent) -> None:
    Mention.objects.bulk_create(Mention(entry=entry, agent=agent) for agent in agents if agent.pk != by.pk)
    topics = [f"agent.{agent.pk}" for agent in agents if agent.pk != by.pk]
    if topics:
        live.publish(topics=topics, kind="mention", body={"case": str(entry.case), "entry": entry.pk, "by": by.name})

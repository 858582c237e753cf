from datetime import datetime, timedelta

from django.db import connection

from lyhord.cases.models import Case, CaseViewer
from lyhord.cases.timeline import topic_of
from lyhord.core import live
from lyhord.core.actions import NotPermitted
from lyhord.people.models import Agent

# Looking at a case changes nothing of it, so these are not written in the audit trail: they happen each few seconds.


def watch_case(*, case: Case, is_writing: bool, by: Agent, at: datetime) -> None:
    """Show colleagues that the agent has the case open, and whether they write; repeat it as a sign of life."""
    _require_sight(by)
    known = CaseViewer.objects.filter(case=case, agent=by).first()
    is_news = (
        known is None
        or known.is_writing != is_writing
        or known.alive_at < at - timedelta(seconds=CaseViewer.STALE_AFTER_S)
    )
    CaseViewer.objects.update_or_create(case=case, agent=by, defaults={"is_writing": is_writing, "alive_at": at})
    if is_news:
        _tell(case=case, agent=by, state="writing" if is_writing else "looking")


def leave_case(*, case: Case, by: Agent) -> None:
    """Show colleagues that the agent has left the case."""
    if CaseViewer.objects.filter(case=case, agent=by).delete()[0]:
        _tell(case=case, agent=by, state="left")


def mark_seen(*, case: Case, by: Agent, at: datetime) -> None:
    """The agent has read the case up to ``at``; named mentions in it count as seen."""
    _require_sight(by)
    with connection.cursor() as cursor:
        cursor.execute(_SEE, {"case": case.pk, "agent": by.pk, "at": at})


# One statement, because every opening of a case waits for it.
_SEE = """
    WITH seen AS (
        INSERT INTO cases_caseseen (case_id, agent_id, seen_at) VALUES (%(case)s, %(agent)s, %(at)s)
        ON CONFLICT (agent_id, case_id) DO UPDATE SET seen_at = excluded.seen_at
    )
    UPDATE cases_mention m SET seen_at = %(at)s FROM cases_entry e
    WHERE m.agent_id = %(agent)s AND m.seen_at IS NULL AND e.id = m.entry_id AND e.case_id = %(case)s
"""


def _tell(*, case: Case, agent: Agent, state: str) -> None:
    body = {"case": str(case), "agent": agent.pk, "name": agent.name, "initials": agent.initials, "state": state}
    live.publish(topics=[topic_of(case)], kind="case.viewers", body=body)


def _require_sight(agent: Agent) -> None:
    if not agent.has_permission("cases.see"):
        raise NotPermitted("cases.see")

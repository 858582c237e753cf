from datetime import datetime, timedelta

from lyhord.cases.models import Case, CaseSeen, CaseViewer
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
    CaseSeen.objects.bulk_create(
        [CaseSeen(case=case, agent=by, seen_at=at)],
        update_conflicts=True,
        unique_fields=["agent", "case"],
        update_fields=["seen_at"],
    )
    by.mentions.filter(entry__case=case, seen_at=None).update(seen_at=at)


def _tell(*, case: Case, agent: Agent, state: str) -> None:
    body = {"case": str(case), "agent": agent.pk, "name": agent.name, "initials": agent.initials, "state": state}
    live.publish(topics=[topic_of(case)], kind="case.viewers", body=body)


def _require_sight(agent: Agent) -> None:
    if not agent.has_permission("cases.see"):
        raise NotPermitted("cases.see")

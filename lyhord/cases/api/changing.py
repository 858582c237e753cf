from datetime import datetime

from lyhord.cases.actions.assign_case import AssigneeMayNotSeeCase, assign_case
from lyhord.cases.actions.change_priority import change_priority
from lyhord.cases.actions.change_status import change_status
from lyhord.cases.actions.change_subject import change_subject
from lyhord.cases.actions.change_tags import change_tags
from lyhord.cases.actions.move_case import move_case
from lyhord.cases.actions.snooze_case import snooze_case
from lyhord.cases.api.finding import colleague_named, queue_named, wrong
from lyhord.cases.api.inputs import CaseChange
from lyhord.cases.api.shapes import choice_of
from lyhord.cases.models import Case, CaseChangedMeanwhile
from lyhord.core.rest import Problem
from lyhord.people.models import Agent


def change_case(case: Case, change: CaseChange, *, expected: str | None, agent: Agent, at: datetime) -> None:
    """Make all changes by their actions, within the caller's transaction; refuse if the case is not as expected."""
    _require_unchanged(case, change, expected)
    given = change.model_fields_set - {"version"}
    if "subject" in given and change.subject is not None:
        change_subject(case=case, subject=change.subject, by=agent, at=at)
    if "tags" in given and change.tags is not None:
        change_tags(case=case, tags=change.tags, by=agent, at=at)
    if "priority" in given and change.priority is not None:
        change_priority(case=case, priority=choice_of(change.priority, Case.Priority), by=agent, at=at)
    if "queue" in given and change.queue is not None:
        move_case(case=case, queue=queue_named(change.queue, agent=agent), by=agent, at=at)
    if "assignee" in given:
        _assign(case, change.assignee, agent=agent, at=at)
    if "status" in given and change.status is not None:
        change_status(case=case, status=choice_of(change.status, Case.Status), by=agent, at=at)
    if "snoozed_until" in given:
        _snooze(case, change.snoozed_until, agent=agent, at=at)


def conflict(meanwhile: CaseChangedMeanwhile, *, status: int = 409) -> Problem:
    """Somebody else was quicker; ``version`` in the problem is the case's present one."""
    return Problem(status=status, kind="changed-meanwhile", detail=str(meanwhile), version=meanwhile.case.version)


def _require_unchanged(case: Case, change: CaseChange, expected: str | None) -> None:
    present = Case.objects.locked(case.pk)
    if expected is not None and expected.strip() != "*":
        tags = {tag.strip() for tag in expected.split(",")}
        if f'"{present.version}"' not in tags:
            raise conflict(CaseChangedMeanwhile(present), status=412)
    try:
        present.require_version(change.version)
    except CaseChangedMeanwhile as meanwhile:
        raise conflict(meanwhile) from meanwhile


def _assign(case: Case, email: str | None, *, agent: Agent, at: datetime) -> None:
    assignee = colleague_named(email, agent=agent) if email else None
    try:
        assign_case(case=case, assignee=assignee, by=agent, at=at)
    except AssigneeMayNotSeeCase:
        raise wrong("assignee", f"{email} may not see cases. Choose another colleague.") from None


def _snooze(case: Case, until: datetime | None, *, agent: Agent, at: datetime) -> None:
    try:
        snooze_case(case=case, until=until, by=agent, at=at)
    except ValueError as error:
        raise wrong("snoozed_until", str(error)) from error

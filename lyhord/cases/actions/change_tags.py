from collections.abc import Iterable
from datetime import datetime

from lyhord.cases.models import Case
from lyhord.cases.timeline import record_change
from lyhord.core.actions import Actor, action

LONGEST_TAG = 40


@action(permission="cases.change", records=("tags",))
def change_tags(*, case: Case, tags: Iterable[str], version: int | None = None, by: Actor, at: datetime) -> Case:
    """Give the case exactly these tags: lower case, without repeats, in alphabetical order."""
    case = Case.objects.locked(case.pk)
    case.require_version(version)
    former = case.tags
    wanted = sorted({" ".join(tag.split()).lower()[:LONGEST_TAG] for tag in tags if tag.strip()})
    if former == wanted:
        return case
    case.note_activity(at=at, tags=wanted)
    added, removed = sorted(set(wanted) - set(former)), sorted(set(former) - set(wanted))
    record_change(case=case, what="tags", by=by, at=at, added=added, removed=removed)
    return case

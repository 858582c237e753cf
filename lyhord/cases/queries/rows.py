from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lyhord.cases.models import Case
from lyhord.cases.models.case import OPEN_BELOW
from lyhord.core import case_numbers

OUR_TURN = (Case.Status.NEW, Case.Status.OPEN)


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One line of a list, ready to print."""

    id: int
    number: str
    subject: str
    preview: str
    customer_name: str
    is_protected: bool
    channel: str
    status: int
    priority: int
    queue_name: str
    assignee_id: int | None
    assignee_name: str
    reply_due_at: datetime | None
    active_at: datetime
    created_at: datetime
    snoozed_until: datetime | None
    is_unread: bool
    tags: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return self.status < OPEN_BELOW

    @property
    def waits_for_us(self) -> bool:
        return self.status in OUR_TURN

    @property
    def is_urgent(self) -> bool:
        return self.priority >= Case.Priority.HIGH


ROW_FIELDS = (
    "id",
    "number",
    "subject",
    "preview",
    "customer__name",
    "customer__is_protected",
    "channel",
    "status",
    "priority",
    "queue__name",
    "assignee_id",
    "assignee__name",
    "reply_due_at",
    "active_at",
    "created_at",
    "snoozed_until",
    "tags",
    "latest_inbound_at",
    "mine_seen__seen_at",
)
_ROW_NAMES = (
    "id",
    "number",
    "subject",
    "preview",
    "customer_name",
    "is_protected",
    "channel",
    "status",
    "priority",
    "queue_name",
    "assignee_id",
    "assignee_name",
    "reply_due_at",
    "active_at",
    "created_at",
    "snoozed_until",
)


def row_of(values: tuple[Any, ...]) -> InboxRow:
    """A row from the values of ``ROW_FIELDS``."""
    *plain, tags, inbound, seen = values
    row = dict(zip(_ROW_NAMES, plain, strict=True))
    row["number"] = case_numbers.spoken(row["number"])
    row["assignee_name"] = row["assignee_name"] or ""
    return InboxRow(**row, is_unread=inbound is not None and (seen is None or seen < inbound), tags=tuple(tags))

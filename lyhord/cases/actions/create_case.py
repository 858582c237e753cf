from datetime import datetime

from lyhord.cases.models import Case, Queue, next_case_number
from lyhord.cases.timeline import record_change
from lyhord.core.actions import action
from lyhord.customers.models import Customer
from lyhord.people.models import Agent


@action(permission="cases.create", records=("queue",))
def create_case(
    *,
    queue: Queue,
    customer: Customer,
    subject: str,
    assignee: Agent | None = None,
    priority: int = Case.Priority.NORMAL,
    tags: tuple[str, ...] = (),
    channel: str = Case.Channel.AGENT,
    by: Agent,
    at: datetime,
) -> Case:
    """Open a case that no message opened, for instance to write to a customer first; its clock runs from now."""
    case = Case(
        number=next_case_number(),
        subject=" ".join(subject.split())[:300],
        queue=queue,
        customer=customer,
        assignee=assignee,
        priority=priority,
        tags=sorted(tags),
        channel=channel,
        language=customer.language,
        status=Case.Status.OPEN if assignee else Case.Status.NEW,
        secrecy=Case.Secrecy.PROTECTED if customer.is_protected else Case.Secrecy.ORDINARY,
    )
    case.open_with(preview="", at=at)
    record_change(case=case, what="created", by=by, at=at)
    return case

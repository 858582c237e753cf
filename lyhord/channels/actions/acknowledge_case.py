from datetime import datetime

from lyhord.cases.acknowledging import acknowledgement_for, fill
from lyhord.cases.actions.write_automatic_message import write_automatic_message
from lyhord.cases.models import Entry
from lyhord.channels.intake.acknowledging import may_acknowledge
from lyhord.core.actions import Actor, action


@action(permission="cases.reply")
def acknowledge_case(*, entry: Entry, by: Actor, at: datetime) -> Entry | None:
    """Tell who opened a case by mail that it is here and when it is answered; ``None`` where silence is right.

    ``entry`` is the message that opened the case. A queue without a text is silent. At most one an hour to a sender,
    twenty to a domain, none to machines (RFC 3834 §2).
    """
    case = entry.case
    acknowledgement = acknowledgement_for(queue=case.queue, language=case.language)
    if acknowledgement is None or not may_acknowledge(entry=entry, at=at):
        return None
    text = fill(acknowledgement=acknowledgement, case=case)
    return write_automatic_message(case=case, text=text, recipient=entry.author_address, by=by, at=at)

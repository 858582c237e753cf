from datetime import datetime

from lyhord.cases.models import Attachment
from lyhord.cases.timeline import topic_of
from lyhord.core import live
from lyhord.core.actions import Actor, action


@action(permission="cases.change", records=("scan",))
def book_scan(
    *,
    attachment: Attachment,
    scan: str,
    words: str = "",
    by: Actor,  # noqa: ARG001 -- for the trail
    at: datetime,  # noqa: ARG001 -- said by every action
) -> Attachment:
    """Write down what the virus scanner found, and show it on open screens; an infected file is not given out any more.

    ``words`` are the scanner's own: what it found, or why it did not look.
    """
    attachment.scan, attachment.scan_words = Attachment.Scan(scan).value, words[:200]
    attachment.save(update_fields=["scan", "scan_words"])
    if attachment.entry is not None:
        case = attachment.entry.case
        body = {"case": str(case), "entry": attachment.entry_id, "attachment": attachment.pk, "state": attachment.scan}
        live.publish(topics=[topic_of(case)], kind="delivery", body=body)
    return attachment

from datetime import datetime

from lyhord.cases.models import Attachment
from lyhord.core.actions import Actor, action
from lyhord.core.files import store


@action(permission="cases.reply")
def keep_attachment(
    *,
    filename: str,
    content_type: str,
    content: bytes,
    by: Actor,  # noqa: ARG001 -- for the trail
    at: datetime,  # noqa: ARG001 -- said by every action
) -> Attachment:
    """Keep a file that is going to leave with a message; until then it belongs to no case and nobody else finds it."""
    return Attachment.objects.create(
        file=store(content=content), filename=filename[:255], content_type=content_type[:127]
    )

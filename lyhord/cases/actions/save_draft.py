from collections.abc import Mapping, Sequence
from datetime import datetime

from lyhord.cases.models import Attachment, Case, Draft, DraftChangedMeanwhile
from lyhord.core.actions import action
from lyhord.core.files import store
from lyhord.people.models import Agent


@action(permission="cases.note")
def save_draft(
    *,
    case: Case,
    kind: str,
    html: str,
    recipients: Mapping[str, Sequence[str]] | None = None,
    quotes_history: bool | None = None,
    version: int,
    by: Agent,
    at: datetime,  # noqa: ARG001 -- said by every action
) -> Draft:
    """Keep what the agent has typed so far; ``version`` is the draft they typed on, 0 for the first.

    Raises ``DraftChangedMeanwhile`` with the kept draft when another window has saved since; nothing is overwritten.
    """
    draft, created = Draft.objects.select_for_update().get_or_create(case=case, agent=by, kind=Draft.Kind(kind).value)
    if not created and draft.version != version:
        raise DraftChangedMeanwhile(draft)
    draft.html = html
    draft.recipients = {role: list(addresses) for role, addresses in (recipients or {}).items()}
    draft.quotes_history = quotes_history
    draft.version += 1
    draft.save()
    return draft


@action(permission="cases.note")
def discard_draft(*, draft: Draft, by: Agent, at: datetime) -> None:  # noqa: ARG001 -- said by every action
    """Throw a draft away with what was attached to it."""
    draft.attachments.all().delete()
    draft.delete()


@action(permission="cases.note")
def attach_to_draft(
    *,
    draft: Draft,
    filename: str,
    content_type: str,
    content: bytes,
    is_inline: bool = False,
    by: Agent,  # noqa: ARG001 -- for the trail
    at: datetime,  # noqa: ARG001 -- said by every action
) -> Attachment:
    """Keep a file with a draft; it leaves with the reply."""
    return Attachment.objects.create(
        draft=draft,
        file=store(content=content),
        filename=filename[:255],
        content_type=content_type[:127],
        is_inline=is_inline,
    )

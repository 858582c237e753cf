"""Files that clients send, by base64 or upload, until they belong to an entry."""

from collections.abc import Iterable
from datetime import datetime

from django.core import signing

from lyhord.cases.actions.keep_attachment import keep_attachment
from lyhord.cases.actions.receive_message import IncomingFile
from lyhord.cases.api.finding import wrong
from lyhord.cases.api.inputs import AttachmentIn
from lyhord.cases.models import Attachment
from lyhord.core.config import config
from lyhord.core.files import open_stored
from lyhord.core.rest import Problem
from lyhord.people.models import Agent

_SALT = "api-upload"
UPLOAD_KEPT_S = 24 * 3600


def upload_of(attachment: Attachment, *, agent: Agent) -> str:
    """The word by which the agent, and nobody else, names a file that was uploaded."""
    return signing.dumps([attachment.pk, agent.pk], salt=_SALT)


def kept_files(given: Iterable[AttachmentIn], *, agent: Agent, at: datetime) -> list[Attachment]:
    """The files of a message that goes out; raises ``Problem`` for an unknown upload or a file too large."""
    return [_uploaded(each.upload, agent) if each.upload else _kept(each, agent, at) for each in given]


def incoming_files(given: Iterable[AttachmentIn], *, agent: Agent) -> tuple[IncomingFile, ...]:
    """The files of a message that a customer wrote."""
    return tuple(_incoming(each, agent) for each in given)


def require_size(size: int) -> None:
    limit_mb = config().attachment_limit_mb
    if size > limit_mb * 1024 * 1024:
        raise Problem(status=413, kind="too-large", detail=f"The file is larger than {limit_mb} MB.")


def _kept(given: AttachmentIn, agent: Agent, at: datetime) -> Attachment:
    content = given.decoded()
    require_size(len(content))
    return keep_attachment(filename=given.filename, content_type=given.content_type, content=content, by=agent, at=at)


def _incoming(given: AttachmentIn, agent: Agent) -> IncomingFile:
    if not given.upload:
        content = given.decoded()
        require_size(len(content))
        return IncomingFile(filename=given.filename, content_type=given.content_type, content=content)
    kept = _uploaded(given.upload, agent)
    with open_stored(file=kept.file) as opened:
        return IncomingFile(filename=kept.filename, content_type=kept.content_type, content=opened.read())


def _uploaded(upload: str, agent: Agent) -> Attachment:
    try:
        pk, owner = signing.loads(upload, salt=_SALT, max_age=UPLOAD_KEPT_S)
    except signing.BadSignature:
        pk, owner = 0, 0
    kept = Attachment.objects.select_related("file").filter(pk=pk, entry=None, draft=None).first()
    if kept is None or owner != agent.pk:
        raise wrong("attachments", "An “upload” is unknown, used or older than a day. Upload the file again.")
    return kept

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.timezone import now
from ninja import Field, File, Router, Schema, Status
from ninja.files import UploadedFile

from lyhord.cases.actions.keep_attachment import keep_attachment
from lyhord.cases.api.files import require_size, upload_of
from lyhord.cases.models import Attachment, Case
from lyhord.core.files import open_stored
from lyhord.core.rest import Problem, agent_of, requires

router = Router()
_FILE = {"responses": {200: {"description": "The bytes.", "content": {"application/octet-stream": {}}}}}


class UploadOut(Schema):
    """A file that waits for its message; only who uploaded it can use it, within a day."""

    upload: str = Field(description="Give it in `attachments` of a message.")
    filename: str
    content_type: str
    size: int
    sha256: str


@router.get("/attachments/{int:attachment_id}", summary="Download a file", openapi_extra=_FILE)
@requires("cases.see")
def read_attachment(request: HttpRequest, attachment_id: int) -> FileResponse:
    visible = Case.objects.visible_to(agent_of(request))
    attachments = Attachment.objects.select_related("file").filter(
        entry__withdrawn_at=None, entry__case__in=visible.values("pk")
    )
    attachment = get_object_or_404(attachments, pk=attachment_id)
    if attachment.is_infected:
        detail = f"The virus scanner found {attachment.scan_words} in the file; it is not given out."
        raise Problem(status=403, kind="infected", detail=detail)
    try:
        opened = open_stored(file=attachment.file)
    except FileNotFoundError as lost:
        raise Http404(attachment.filename) from lost
    response = FileResponse(opened, content_type="application/octet-stream")
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=attachment.shown_name) or ""
    )
    response["ETag"] = f'"{attachment.file.sha256}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@router.post("/attachments", response={201: UploadOut}, summary="Upload a file for a message")
@requires("cases.reply")
def upload_attachment(request: HttpRequest, file: File[UploadedFile]) -> Status[UploadOut]:
    agent = agent_of(request)
    require_size(file.size or 0)
    kept = keep_attachment(
        filename=file.name or "file",
        content_type=file.content_type or "application/octet-stream",
        content=file.read(),
        by=agent,
        at=now(),
    )
    shown = UploadOut(
        upload=upload_of(kept, agent=agent),
        filename=kept.filename,
        content_type=kept.content_type,
        size=kept.file.size,
        sha256=kept.file.sha256,
    )
    return Status(201, shown)

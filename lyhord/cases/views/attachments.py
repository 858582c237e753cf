from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views import View

from lyhord.cases.models import Attachment, Case
from lyhord.cases.views.loading import AgentRequest
from lyhord.core.files import open_stored

SANDBOX = "default-src 'none'; sandbox"


class Infected(Exception):  # noqa: N818 -- a named fact, answered with 403
    """The virus scanner found something in the file, which is why nobody gets it."""

    def __init__(self, attachment: Attachment) -> None:
        told = _("“%(name)s” is infected (%(what)s) and is not given out. Ask the customer for another file.")
        super().__init__(told % {"name": attachment.shown_name, "what": attachment.scan_words})


class Download(View):
    """A file that came with a message, always as something to save: nothing of it runs here."""

    request: AgentRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Infected as infected:
            return HttpResponse(str(infected), status=403, content_type="text/plain; charset=utf-8")

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        attachment = self.attachment(pk)
        shown = attachment.is_image and attachment.is_inline
        return self.answer(attachment, attachment.content_type if shown else "application/octet-stream", inline=shown)

    def attachment(self, pk: int) -> Attachment:
        found = get_object_or_404(Attachment.objects.select_related("file", "entry", "draft"), pk=pk)
        owner: Any = found.entry or found.draft
        if owner is None or not Case.objects.visible_to(self.request.user).filter(pk=owner.case_id).exists():
            raise Http404(str(pk))
        if found.entry is None and found.draft is not None and found.draft.agent_id != self.request.user.pk:
            raise Http404(str(pk))
        if found.is_infected:
            raise Infected(found)
        return found

    def answer(self, attachment: Attachment, content_type: str, *, inline: bool) -> FileResponse:
        try:
            opened = open_stored(file=attachment.file)
        except FileNotFoundError as lost:
            raise Http404(attachment.filename) from lost
        response = FileResponse(opened, content_type=content_type)
        disposition = content_disposition_header(as_attachment=not inline, filename=attachment.shown_name)
        response["Content-Disposition"] = disposition or "attachment"
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = SANDBOX
        response["Cache-Control"] = "private, max-age=86400, immutable"
        return response


class Image(Download):
    """A picture to look at, if it is one of the kinds that are nothing but a picture."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        attachment = self.attachment(pk)
        if not attachment.is_image:
            raise Http404(str(pk))
        return self.answer(attachment, attachment.content_type, inline=True)

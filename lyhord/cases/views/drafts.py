from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from lyhord.cases.actions.save_draft import attach_to_draft, discard_draft, save_draft
from lyhord.cases.forms import WritingForm
from lyhord.cases.models import Attachment, Draft, DraftChangedMeanwhile
from lyhord.cases.views.conversation import composer_context
from lyhord.cases.views.loading import CaseView

LARGEST_FILE = 25 * 1024 * 1024


class Composer(CaseView):
    """The composer alone, after a reply was taken back or a draft thrown away."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "cotton/case/composer.html", composer_context(case=self.case, agent=self.agent))


class DraftView(CaseView):
    def draft(self, kind: str) -> Draft | None:
        if kind not in Draft.Kind.values:
            raise Http404(kind)
        return Draft.objects.filter(case=self.case, agent=self.agent, kind=kind).first()


class DraftOf(DraftView):
    """Keep what is typed; a text that another window has saved since comes back instead of being overwritten."""

    def post(self, request: HttpRequest, kind: str) -> JsonResponse:
        self.draft(kind)
        form = WritingForm(request.POST)
        if not form.is_valid():
            return JsonResponse({"errors": form.errors}, status=422)
        try:
            draft = save_draft(
                case=self.case,
                kind=kind,
                html=form.cleaned_data["html"],
                recipients=form.recipients,
                quotes_history=form.cleaned_data["quotes"] if kind == Draft.Kind.REPLY else None,
                version=form.cleaned_data["version"] or 0,
                by=self.agent,
                at=now(),
            )
        except DraftChangedMeanwhile as changed:
            return JsonResponse({"html": changed.draft.html, "version": changed.draft.version}, status=409)
        return JsonResponse({"version": draft.version})

    def delete(self, request: HttpRequest, kind: str) -> HttpResponse:
        draft = self.draft(kind)
        if draft is not None:
            discard_draft(draft=draft, by=self.agent, at=now())
        return render(request, "cotton/case/composer.html", composer_context(case=self.case, agent=self.agent))


class Files(DraftView):
    """Keep a file with the draft at once, so that it is there also after a crash."""

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        draft = self.draft(kind)
        for upload in request.FILES.getlist("files"):
            if (upload.size or 0) > LARGEST_FILE:
                raise ValidationError(
                    _("“%(name)s” is larger than 25 MB. Send a link instead.") % {"name": upload.name}
                )
            draft = draft or save_draft(case=self.case, kind=kind, html="", version=0, by=self.agent, at=now())
            attach_to_draft(
                draft=draft,
                filename=upload.name or _("file"),
                content_type=upload.content_type or "application/octet-stream",
                content=upload.read(),
                by=self.agent,
                at=now(),
            )
        return self.listed(draft, kind)

    def listed(self, draft: Draft | None, kind: str) -> HttpResponse:
        context = {"case": self.case, "draft": draft, "kind": kind}
        return render(self.request, "cotton/case/draft-files.html", context)


class FileRemoval(Files):
    """Take a file away from the draft."""

    def post(self, request: HttpRequest, kind: str, pk: int = 0) -> HttpResponse:
        attachment = get_object_or_404(Attachment, pk=pk, draft__case=self.case, draft__agent=self.agent, entry=None)
        attachment.delete()
        return self.listed(self.draft(kind), kind)

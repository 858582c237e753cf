from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.views import View
from django.views.decorators.clickjacking import xframe_options_sameorigin

from lyhord.cases.link_targets import with_true_targets
from lyhord.cases.models import Case, Entry
from lyhord.cases.remote_images import remote_sources, with_pictures_from_us
from lyhord.cases.views.loading import AgentRequest
from lyhord.core.remote_pictures import PictureRefused, fetch_picture

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)
_PAGE = (
    '<!doctype html><html lang="{}"><head><meta charset="utf-8"><base target="_blank"><style>{}</style></head>'
    "<body>{}</body></html>"
)
_STYLE = (
    "html{color-scheme:light;background:#fff}"
    "body{margin:0;padding:12px;font:15px/1.5 system-ui,sans-serif;color:#1f2a2e;overflow-wrap:anywhere}"
    "img{max-width:100%;height:auto}table{max-width:100%}"
    ".true-target{margin-inline-start:.35em;padding:0 .35em;border-radius:4px;background:#fdebc8;color:#6b3d00;"
    "font-size:.85em;white-space:nowrap}"
)


class EntryView(View):
    request: AgentRequest

    def entry(self, pk: int) -> Entry:
        visible = Case.objects.visible_to(self.request.user)
        return get_object_or_404(Entry.objects.select_related("case").filter(case__in=visible), pk=pk)


@method_decorator(xframe_options_sameorigin, name="dispatch")
class Original(EntryView):
    """The page that a customer sent, in a frame where nothing runs; pictures from elsewhere only when asked for."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        entry = self.entry(pk)
        html = with_true_targets(entry.html)
        if request.GET.get("images") == "1":
            html = with_pictures_from_us(html, address_of=lambda n: reverse("cases:remote_picture", args=[entry.pk, n]))
        language = entry.case.language or "sv"
        response = HttpResponse(format_html(_PAGE, language, mark_safe(_STYLE), mark_safe(html)))
        response["Content-Security-Policy"] = _POLICY
        response["Referrer-Policy"] = "no-referrer"
        return response


class RemotePicture(EntryView):
    """A picture that a message shows from elsewhere, fetched by us: its sender does not learn who reads it."""

    def get(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        sources = remote_sources(self.entry(pk).html)
        if number >= len(sources):
            raise Http404(str(number))
        try:
            picture = fetch_picture(url=sources[number])
        except PictureRefused as refused:
            raise Http404(str(refused)) from refused
        response = HttpResponse(picture.content, content_type=picture.content_type)
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["Cache-Control"] = "private, max-age=3600"
        return response

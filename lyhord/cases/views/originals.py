from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.views import View
from django.views.decorators.clickjacking import xframe_options_sameorigin

from lyhord.cases.models import Case, Entry
from lyhord.cases.views.loading import AgentRequest

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:{remote}; base-uri 'none'; form-action 'none'; "
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
)


@method_decorator(xframe_options_sameorigin, name="dispatch")
class Original(View):
    """The page that a customer sent, in a frame where nothing runs; pictures from elsewhere only when asked for."""

    request: AgentRequest

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        visible = Case.objects.visible_to(self.request.user)
        entry = get_object_or_404(Entry.objects.select_related("case").filter(case__in=visible), pk=pk)
        wants_images = request.GET.get("images") == "1"
        language = entry.case.language or "sv"
        response = HttpResponse(format_html(_PAGE, language, mark_safe(_STYLE), mark_safe(entry.html)))
        response["Content-Security-Policy"] = _POLICY.format(remote=" https: http:" if wants_images else "")
        response["Referrer-Policy"] = "no-referrer"
        return response

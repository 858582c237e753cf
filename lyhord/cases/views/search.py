from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views import View

from lyhord.cases.models import Case
from lyhord.cases.search import search_cases
from lyhord.cases.views.loading import AgentRequest
from lyhord.core import case_numbers
from lyhord.customers.queries import customers_page

CUSTOMERS_SHOWN = 3
WAYS = (
    ("kö:retur", _("in the queue Returns")),
    ("status:öppen", _("only open ones; also väntar, löst, stängd")),
    ("från:maja", _("from or to somebody")),
    ("ansvarig:elsa", _("who is responsible")),
    ("tagg:garanti", _("with a tag")),
    ("ämne:faktura", _("in the subject")),
    ("”trasig lampa”", _("just these words, in this order")),
    ("-spam", _("without this word")),
)


class Search(View):
    """Cases and customers by words, names, addresses and numbers."""

    request: AgentRequest

    def get(self, request: HttpRequest) -> HttpResponse:
        agent, text = self.request.user, request.GET.get("q", "").strip()
        number = case_numbers.read(text)
        if number and Case.objects.visible_to(agent).filter(number=number).exists():
            return redirect("cases:case", number=number)
        context: dict[str, Any] = {"text": text, "ways": WAYS}
        if text:
            found = search_cases(agent=agent, text=text, after=request.GET.get("after") or None, at=now())
            customers = (
                []
                if "after" in request.GET
                else customers_page(agent=agent, text=text, limit=CUSTOMERS_SHOWN).customers
            )
            context |= {"found": found, "customers": customers, "took_ms": round(found.took_ms)}
        return render(request, "cases/search.html", context)

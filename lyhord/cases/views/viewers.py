from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from lyhord.cases.actions.watch_case import leave_case, mark_seen, watch_case
from lyhord.cases.queries import viewers_of
from lyhord.cases.views.loading import CaseView


class Viewers(CaseView):
    """Who has the case open: a sign of life by POST, the others by GET."""

    def get(self, request: HttpRequest) -> HttpResponse:
        viewers = viewers_of(case=self.case, at=now(), but=self.agent)
        return render(request, "cotton/case/viewers.html", {"case": self.case, "viewers": viewers})

    def post(self, request: HttpRequest) -> HttpResponse:
        watch_case(case=self.case, is_writing=request.POST.get("writing") == "1", by=self.agent, at=now())
        return HttpResponse(status=204)


class Departure(CaseView):
    def post(self, request: HttpRequest) -> HttpResponse:
        leave_case(case=self.case, by=self.agent)
        return HttpResponse(status=204)


class Seen(CaseView):
    def post(self, request: HttpRequest) -> HttpResponse:
        mark_seen(case=self.case, by=self.agent, at=now())
        return HttpResponse(status=204)

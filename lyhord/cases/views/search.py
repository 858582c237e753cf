from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from lyhord.cases.views.loading import AgentRequest


class Search(View):
    request: AgentRequest

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "cases/search.html", {"text": request.GET.get("q", "")})

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views import View

from lyhord.cases.models import Queue, visible_queues
from lyhord.cases.queries import inbox_counts
from lyhord.cases.views.loading import AgentRequest
from lyhord.cases.views.places import TITLES, Place, page_of, place_of

MOST_ROWS = 150


class Home(View):
    """The queues with what waits in each."""

    request: AgentRequest

    def get(self, request: HttpRequest) -> HttpResponse:
        agent = self.request.user
        counts = inbox_counts(agent=agent, at=now())
        queues = Queue.objects.visible_to(agent).prefetch_related("teams")
        rows = [(queue, counts.get(f"queue:{queue.pk}", 0)) for queue in queues]
        return render(request, "cases/queues.html", {"rows": rows, "counts": counts})


class Inbox(View):
    """One of the agent's lists, with an empty desk beside it."""

    request: AgentRequest

    def get(self, request: HttpRequest, view: str, queue: str = "") -> HttpResponse:
        if view == "held":
            return redirect("/held/")
        place = place_of(agent=self.request.user, view=view, slug=queue)
        return render(request, "cases/workspace.html", list_context(self.request, place))


class Rows(View):
    """Rows alone: those after a key, or as many from the top as the list shows now."""

    request: AgentRequest

    def get(self, request: HttpRequest, view: str, queue: str = "") -> HttpResponse:
        place = place_of(agent=self.request.user, view=view, slug=queue)
        shown = request.GET.get("limit", "")
        limit = min(max(int(shown), 30), MOST_ROWS) if shown.isdigit() else 30
        page = page_of(agent=self.request.user, place=place, query=request.GET, at=now(), limit=limit)
        context = {"place": place, "rows": page.rows, "next": page.next, "show": request.GET.get("show", "")}
        return render(request, "cotton/case/rows.html", context)


def list_context(request: AgentRequest, place: Place) -> dict[str, Any]:
    """What the list pane shows."""
    page = page_of(agent=request.user, place=place, query=request.GET, at=now())
    return {
        "place": place,
        "rows": page.rows,
        "next": page.next,
        "show": request.GET.get("show", ""),
        "places": [*TITLES.items()],
        "queues": visible_queues(request.user),
    }

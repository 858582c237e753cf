from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from lyhord.cases.acknowledging import LANGUAGES
from lyhord.cases.actions.save_queue import save_queue
from lyhord.cases.forms import QueueForm
from lyhord.cases.models import Queue
from lyhord.cases.views.loading import AgentRequest
from lyhord.core.actions import NotPermitted


class QueuesView(View):
    request: AgentRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not self.request.user.has_permission("cases.edit_queues"):
            raise NotPermitted("cases.edit_queues")


class Queues(QueuesView):
    def get(self, request: HttpRequest) -> HttpResponse:
        queues = Queue.objects.visible_to(self.request.user).prefetch_related("teams", "mailboxes")
        return render(request, "cases/queue_list.html", {"queues": list(queues)})


class Edit(QueuesView):
    """A queue's form; its addresses are shown, and set up where mail is."""

    def get(self, request: HttpRequest, slug: str = "") -> HttpResponse:
        queue = self._queue(slug)
        return self._shown(QueueForm(initial=_facts_of(queue) if queue else {"response_time_min": 480}), queue)

    def post(self, request: HttpRequest, slug: str = "") -> HttpResponse:
        queue, form = self._queue(slug), QueueForm(request.POST)
        if not form.is_valid():
            return self._shown(form, queue, status=422)
        try:
            saved = save_queue(queue=queue, by=self.request.user, **form.cleaned_data)
        except ValidationError as wrong:
            form.add_error("name", wrong.messages[0])
            return self._shown(form, queue, status=422)
        messages.success(request, _("The queue “%(name)s” is saved.") % {"name": saved.name})
        return redirect("cases:queues")

    def _queue(self, slug: str) -> Queue | None:
        return get_object_or_404(Queue.objects.visible_to(self.request.user), slug=slug) if slug else None

    def _shown(self, form: QueueForm, queue: Queue | None, status: int = 200) -> HttpResponse:
        addresses = list(queue.mailboxes.all()) if queue else []
        spoken = (
            [(LANGUAGES.get(each.language, each.language), each) for each in queue.acknowledgements.all()]
            if queue
            else []
        )
        context = {"form": form, "queue": queue, "addresses": addresses, "acknowledgements": spoken}
        return render(self.request, "cases/queue_edit.html", context, status=status)


def _facts_of(queue: Queue) -> dict[str, Any]:
    return {
        "name": queue.name,
        "teams": list(queue.teams.all()),
        "response_time_min": queue.response_time_min,
        "signature": queue.signature,
        "quotes_history": queue.quotes_history,
        "is_restricted": queue.is_restricted,
    }

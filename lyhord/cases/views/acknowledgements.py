from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from lyhord.cases.acknowledging import VARIABLES
from lyhord.cases.actions.remove_acknowledgement import remove_acknowledgement
from lyhord.cases.actions.save_acknowledgement import save_acknowledgement
from lyhord.cases.forms import AcknowledgementForm
from lyhord.cases.models import Acknowledgement, Queue
from lyhord.cases.views.queues import QueuesView


class AcknowledgementView(QueuesView):
    def queue(self, slug: str) -> Queue:
        return get_object_or_404(Queue.objects.visible_to(self.request.user), slug=slug)


class Edit(AcknowledgementView):
    """What a queue answers by itself in one language, with the variables that may stand in it."""

    def get(self, request: HttpRequest, slug: str, language: str = "") -> HttpResponse:
        queue = self.queue(slug)
        said = get_object_or_404(queue.acknowledgements, language=language) if language else None
        facts = {"language": said.language, "body": said.body, "opening_hours": said.opening_hours} if said else {}
        return self._shown(AcknowledgementForm(initial=facts or {"language": queue.language}), queue, said)

    def post(self, request: HttpRequest, slug: str, language: str = "") -> HttpResponse:
        queue, form = self.queue(slug), AcknowledgementForm(request.POST)
        said = get_object_or_404(queue.acknowledgements, language=language) if language else None
        if not form.is_valid():
            return self._shown(form, queue, said, status=422)
        try:
            save_acknowledgement(queue=queue, by=self.request.user, **form.cleaned_data)
        except ValidationError as wrong:
            for field, told in wrong.message_dict.items():
                form.add_error(field, told)
            return self._shown(form, queue, said, status=422)
        messages.success(request, _("The acknowledgement is saved."))
        return redirect("cases:queue_edit", slug=queue.slug)

    def _shown(
        self, form: AcknowledgementForm, queue: Queue, said: Acknowledgement | None, status: int = 200
    ) -> HttpResponse:
        variables = [(f"{{{{ {name} }}}}", words) for name, (words, _value) in VARIABLES.items()]
        context = {"form": form, "queue": queue, "said": said, "variables": variables}
        return render(self.request, "cases/acknowledgement_edit.html", context, status=status)


class Removal(AcknowledgementView):
    def post(self, request: HttpRequest, slug: str, language: str) -> HttpResponse:
        queue = self.queue(slug)
        remove_acknowledgement(
            acknowledgement=get_object_or_404(queue.acknowledgements, language=language), by=self.request.user
        )
        messages.success(request, _("The queue sends no acknowledgement in this language any more."))
        return redirect("cases:queue_edit", slug=queue.slug)

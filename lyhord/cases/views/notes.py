from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from lyhord.cases.actions.add_note import add_note
from lyhord.cases.forms import WritingForm
from lyhord.cases.models import Draft
from lyhord.cases.views.conversation import composer_context
from lyhord.cases.views.loading import CaseView, telling
from lyhord.people.models import Agent

OFFERED = 8


class Notes(CaseView):
    """Save an internal note."""

    def post(self, request: HttpRequest) -> HttpResponse:
        form = WritingForm(request.POST)
        form.is_valid()
        try:
            add_note(
                case=self.case,
                html=form.cleaned_data["html"],
                draft=Draft.objects.filter(case=self.case, agent=self.agent, kind=Draft.Kind.NOTE).first(),
                by=self.agent,
                at=now(),
            )
        except ValidationError as wrong:
            return render(request, "cases/hindered.html", {"told": " ".join(wrong.messages)}, status=422)
        self.case.refresh_from_db()
        context = {**composer_context(case=self.case, agent=self.agent), "mode": "note"}
        response = render(request, "cotton/case/composer.html", context)
        return telling(response, _("The note is saved."), case_touched=str(self.case))


class Colleagues(CaseView):
    """Colleagues whose name begins so, to be named in a note."""

    def get(self, request: HttpRequest) -> JsonResponse:
        typed = request.GET.get("q", "").strip()
        found = Agent.objects.active().visible_to(self.agent).filter(name__istartswith=typed).exclude(pk=self.agent.pk)
        return JsonResponse(
            {"colleagues": [{"name": agent.name, "initials": agent.initials} for agent in found[:OFFERED]]}
        )

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views import View

from lyhord.cases.actions.create_case import create_case
from lyhord.cases.actions.reply_to_case import reply_to_case
from lyhord.cases.forms import NewCaseForm
from lyhord.cases.models import Case, Queue
from lyhord.cases.views.loading import AgentRequest
from lyhord.customers.actions.identify_sender import identify_sender


class NewCase(View):
    """Write to a customer first: a case is made and the message leaves as its first entry."""

    request: AgentRequest

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._shown(self._form(to=request.GET.get("to", ""), name=request.GET.get("name", "")))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._shown(form, status=422)
        try:
            case = self._open(form)
        except ValidationError as wrong:
            form.add_error(None, wrong.messages)
            return self._shown(form, status=422)
        return redirect("cases:case", number=case.number)

    @transaction.atomic
    def _open(self, form: NewCaseForm) -> Case:
        facts, agent, at = form.cleaned_data, self.request.user, now()
        customer = identify_sender(email=facts["to"], name=facts["name"])
        case = create_case(
            queue=facts["queue"], customer=customer, subject=facts["subject"], assignee=agent, by=agent, at=at
        )
        reply_to_case(case=case, html=facts["html"], recipients={"to": [facts["to"]]}, by=agent, at=at)
        return case

    def _form(self, typed: QueryDict | None = None, **initial: str) -> NewCaseForm:
        return NewCaseForm(typed, initial=initial, queues=Queue.objects.visible_to(self.request.user))

    def _shown(self, form: NewCaseForm, status: int = 200) -> HttpResponse:
        return render(self.request, "cases/new_case.html", {"form": form}, status=status)

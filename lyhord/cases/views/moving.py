from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from lyhord.cases.actions.move_entry import move_entry, undo_move_entry
from lyhord.cases.forms import MoveEntryForm
from lyhord.cases.models import Case, Entry
from lyhord.cases.queries import case_for, earlier_cases_of
from lyhord.cases.views.loading import CaseView, done, telling


class Moving(CaseView):
    """Ask for the case that a message belongs to, and put it there."""

    def get(self, request: HttpRequest, entry: int) -> HttpResponse:
        return self._asked(MoveEntryForm(), self._entry(entry))

    def post(self, request: HttpRequest, entry: int) -> HttpResponse:
        written = self._entry(entry)
        form = MoveEntryForm({"to": request.POST.get("chosen") or request.POST.get("to", "")})
        target = self._target(form) if form.is_valid() else None
        if target is None:
            return self._asked(form, written, status=422)
        try:
            move_entry(entry=written, to_case=target, by=self.agent, at=now())
        except ValidationError as wrong:
            form.add_error("to", wrong.messages[0])
            return self._asked(form, written, status=422)
        undo = reverse("cases:entry_move_undo", args=[target.number, written.pk])
        told = _("The message is in case %(case)s now.") % {"case": target}
        return telling(HttpResponse(""), told, undo=undo, case_touched=str(self.case))

    def _entry(self, pk: int) -> Entry:
        return get_object_or_404(self.case.entries.filter(withdrawn_at=None), pk=pk)

    def _target(self, form: MoveEntryForm) -> Case | None:
        try:
            return case_for(agent=self.agent, number=form.cleaned_data["to"].strip())
        except Http404:
            form.add_error("to", _("There is no such case. Check the number."))
            return None

    def _asked(self, form: MoveEntryForm, entry: Entry, status: int = 200) -> HttpResponse:
        offered = earlier_cases_of(customer=entry.customer or self.case.customer, agent=self.agent, but=self.case)
        context = {"case": self.case, "entry": entry, "form": form, "offered": [c for c in offered if not c.is_closed]}
        return render(self.request, "cases/entry_move.html", context, status=status)


class Undoing(CaseView):
    """Put a moved message back where it came."""

    def post(self, request: HttpRequest, entry: int) -> HttpResponse:
        written = get_object_or_404(self.case.entries, pk=entry)
        undo_move_entry(entry=written, by=self.agent, at=now())
        return done(_("The message is back in case %(case)s.") % {"case": written.case}, case_touched=str(written.case))

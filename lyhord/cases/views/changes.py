from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from lyhord.cases.actions.assign_case import assign_case
from lyhord.cases.actions.change_priority import change_priority
from lyhord.cases.actions.change_status import change_status
from lyhord.cases.actions.change_subject import change_subject
from lyhord.cases.actions.change_tags import change_tags
from lyhord.cases.actions.hand_over_case import hand_over_case
from lyhord.cases.actions.move_case import move_case
from lyhord.cases.actions.snooze_case import snooze_case
from lyhord.cases.actions.take_case import take_case
from lyhord.cases.forms import HandoverForm, MomentForm
from lyhord.cases.models import Case, Queue
from lyhord.cases.views.loading import CaseView, done, refusal, telling
from lyhord.cases.wording import at_length
from lyhord.people.models import Agent


class ChangeView(CaseView):
    """A change of one fact; the answer tells it and offers the way back."""

    def changed(self, text: str, *, undo: str = "") -> HttpResponse:
        return done(text, undo=undo, case_touched=str(self.case))

    def way_back(self, name: str, **query: object) -> str:
        pairs = "&".join(f"{key}={value}" for key, value in query.items())
        return f"{reverse(f'cases:{name}', args=[self.case.number])}?{pairs}"

    def given(self, name: str) -> str:
        """A value of the form, or of the address when an undo repeats a change backwards."""
        return self.request.POST.get(name) or self.request.GET.get(name, "")

    def number_given(self, name: str) -> int:
        given = self.given(name)
        if not given.isdigit():
            raise Http404(name)
        return int(given)


class Assignment(ChangeView):
    """Take the case, give it to a colleague (``assignee``) or put it back (``assignee=0``)."""

    def post(self, request: HttpRequest) -> HttpResponse:
        former = self.case.assignee_id or 0
        back = self.way_back("assignment", assignee=former)
        given = self.given("assignee")
        if not given:
            take_case(case=self.case, by=self.agent, at=now())
            return self.changed(_("The case is yours."), undo=back)
        if given == "0":
            assign_case(case=self.case, assignee=None, version=self.version(), by=self.agent, at=now())
            return self.changed(_("Nobody has the case now."), undo=back)
        assignee = get_object_or_404(Agent.objects.active().visible_to(self.agent), pk=self.number_given("assignee"))
        assign_case(case=self.case, assignee=assignee, version=self.version(), by=self.agent, at=now())
        return self.changed(_("%(name)s has the case now.") % {"name": assignee.name}, undo=back)


class Handover(ChangeView):
    """Give the case to a queue or colleague with a note."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._asked(self._form(queue=request.GET.get("queue")))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._asked(form, status=422)
        queue, assignee = form.cleaned_data["queue"], form.cleaned_data["assignee"]
        hand_over_case(
            case=self.case,
            queue=queue,
            assignee=assignee,
            note=form.cleaned_data["note"],
            version=self.version(),
            by=self.agent,
            at=now(),
        )
        receiver = assignee or queue or self.case.queue
        response = HttpResponse("")
        return telling(response, _("Handed over to %(name)s.") % {"name": receiver}, case_touched=str(self.case))

    def _form(self, typed: QueryDict | None = None, *, queue: str | None = None) -> HandoverForm:
        queues = Queue.objects.visible_to(self.agent).exclude(pk=self.case.queue_id)
        colleagues = Agent.objects.active().visible_to(self.agent)
        return HandoverForm(typed, initial={"queue": queue}, queues=queues, colleagues=colleagues)

    def _asked(self, form: HandoverForm, status: int = 200) -> HttpResponse:
        return render(self.request, "cases/handover.html", {"case": self.case, "form": form}, status=status)


class Status(ChangeView):
    def post(self, request: HttpRequest) -> HttpResponse:
        status = self.number_given("status")
        if status not in Case.Status.values:
            raise Http404(str(status))
        back = self.way_back("status", status=self.case.status)
        change_status(case=self.case, status=status, version=self.version(), by=self.agent, at=now())
        return self.changed(_("Status: %(status)s.") % {"status": Case.Status(status).label.lower()}, undo=back)


class Priority(ChangeView):
    def post(self, request: HttpRequest) -> HttpResponse:
        priority = self.number_given("priority")
        if priority not in Case.Priority.values:
            raise Http404(str(priority))
        back = self.way_back("priority", priority=self.case.priority)
        change_priority(case=self.case, priority=priority, version=self.version(), by=self.agent, at=now())
        return self.changed(
            _("Priority: %(priority)s.") % {"priority": Case.Priority(priority).label.lower()}, undo=back
        )


class Move(ChangeView):
    def post(self, request: HttpRequest) -> HttpResponse:
        queue = get_object_or_404(Queue.objects.visible_to(self.agent), pk=self.number_given("queue"))
        back = self.way_back("move", queue=self.case.queue_id)
        move_case(case=self.case, queue=queue, version=self.version(), by=self.agent, at=now())
        return self.changed(_("Moved to %(queue)s.") % {"queue": queue.name}, undo=back)


class Tags(ChangeView):
    """Add one tag (``add``) or take one away (``remove``)."""

    def post(self, request: HttpRequest) -> HttpResponse:
        added = [tag for tag in self.given("add").split(",") if tag.strip()]
        removed = self.given("remove")
        tags = [tag for tag in self.case.tags if tag != removed] + added
        change_tags(case=self.case, tags=tags, version=self.version(), by=self.agent, at=now())
        return done(case_touched=str(self.case))


class Subject(ChangeView):
    def post(self, request: HttpRequest) -> HttpResponse:
        change_subject(case=self.case, subject=self.given("subject"), version=self.version(), by=self.agent, at=now())
        return self.changed(_("The subject is changed."))


class Snooze(ChangeView):
    """Put the case aside until a moment, or fetch it back when none is given."""

    def post(self, request: HttpRequest) -> HttpResponse:
        if not self.given("until"):
            snooze_case(case=self.case, until=None, version=self.version(), by=self.agent, at=now())
            return self.changed(_("The case is back."))
        form = MomentForm({"until": self.given("until")})
        if not form.is_valid():
            return refusal(422, _("Write the time as 2026-11-23 08:00."))
        if form.moment <= now() + timedelta(seconds=30):
            return refusal(422, _("That moment has passed. Choose a later one."))
        snooze_case(case=self.case, until=form.moment, version=self.version(), by=self.agent, at=now())
        return self.changed(_("Comes back %(when)s.") % {"when": at_length(form.moment)}, undo=self.way_back("snooze"))

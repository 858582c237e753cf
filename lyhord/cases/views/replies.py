from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from lyhord.cases.actions.reply_to_case import reply_to_case
from lyhord.cases.actions.withdraw_reply import withdraw_reply
from lyhord.cases.forms import ReplyForm
from lyhord.cases.models import Case, CaseChangedMeanwhile, Draft, Entry
from lyhord.cases.views.conversation import composer_context
from lyhord.cases.views.loading import CaseView, telling, what_changed
from lyhord.cases.wording import at_length


class Replies(CaseView):
    """Send the answer; what hinders it is told beside the text, which stays."""

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ReplyForm(request.POST)
        if not form.is_valid():
            return self._hindered(" ".join(str(message) for messages in form.errors.values() for message in messages))
        try:
            entry = self._send(form)
        except CaseChangedMeanwhile as changed:
            told = what_changed(changed.case, but=self.agent)
            return self._hindered(told, status=409, version=changed.case.version)
        except ValidationError as wrong:
            return self._hindered(" ".join(wrong.messages))
        return self._sent(entry, form)

    def _send(self, form: ReplyForm) -> Entry:
        facts = form.cleaned_data
        return reply_to_case(
            case=self.case,
            html=facts["html"],
            recipients=form.recipients,
            status=Case.Status.WAITING_CUSTOMER if facts["status"] is None else facts["status"],
            due_at=facts["due_at"],
            draft=Draft.objects.filter(case=self.case, agent=self.agent, kind=Draft.Kind.REPLY).first(),
            quotes=facts["quotes"],
            version=facts["version"],
            by=self.agent,
            at=now(),
        )

    def _sent(self, entry: Entry, form: ReplyForm) -> HttpResponse:
        self.case.refresh_from_db(fields=["version", "status", "assignee"])
        response = render(self.request, "cotton/case/composer.html", composer_context(case=self.case, agent=self.agent))
        undo = reverse("cases:withdrawal", args=[self.case.number, entry.pk])
        due_at = form.cleaned_data["due_at"]
        text = _("Will be sent %(when)s.") % {"when": at_length(due_at)} if due_at else _("Sent.")
        return telling(response, text, undo=undo, case_touched=str(self.case), reply_sent=str(self.case))

    def _hindered(self, told: str, *, status: int = 422, version: int | None = None) -> HttpResponse:
        context: dict[str, Any] = {"told": told, "version": version}
        return render(self.request, "cases/hindered.html", context, status=status)


class Withdrawal(CaseView):
    """Take a reply back while it has not left: its text is in the composer again."""

    def post(self, request: HttpRequest, entry: int) -> HttpResponse:
        written = get_object_or_404(Entry, pk=entry, case=self.case)
        withdraw_reply(entry=written, by=self.agent, at=now())
        response = HttpResponse(status=204)
        return telling(
            response,
            _("The reply was taken back. Your text is in the composer."),
            case_touched=str(self.case),
            reply_withdrawn={"case": str(self.case), "entry": entry},
        )

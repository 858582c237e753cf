from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views import View

from lyhord.cases.actions.remove_canned_reply import remove_canned_reply
from lyhord.cases.actions.save_canned_reply import save_canned_reply
from lyhord.cases.canned import VARIABLES, fill
from lyhord.cases.forms import CannedReplyForm
from lyhord.cases.models import CannedReply
from lyhord.cases.views.loading import AgentRequest, CaseView
from lyhord.core.actions import NotPermitted
from lyhord.core.html import page_of


class Menu(CaseView):
    """The canned replies that fit the case's queue, to choose from in the composer."""

    def get(self, request: HttpRequest) -> HttpResponse:
        offered = CannedReply.objects.visible_to(self.agent).prefetch_related("queues")
        fitting = [canned for canned in offered if _fits(canned, self.case.queue_id)]
        return render(request, "cases/canned_menu.html", {"case": self.case, "canned": fitting})


def _fits(canned: CannedReply, queue_id: int) -> bool:
    queues = [queue.pk for queue in canned.queues.all()]
    return not queues or queue_id in queues


class Filled(CaseView):
    """A canned reply with its variables filled in for this case, as HTML for the editor."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        canned = get_object_or_404(CannedReply.objects.visible_to(self.agent), pk=pk)
        CannedReply.objects.filter(pk=canned.pk).update(uses=F("uses") + 1)
        filled = fill(body=canned.body, case=self.case, agent=self.agent, at=now())
        return HttpResponse(page_of(filled).replace("<p>", "<div>").replace("</p>", "</div><div><br></div>"))


class CannedReplies(View):
    request: AgentRequest

    def get(self, request: HttpRequest) -> HttpResponse:
        if not self.request.user.has_permission("cases.edit_canned"):
            raise NotPermitted("cases.edit_canned")
        canned = CannedReply.objects.visible_to(self.request.user).prefetch_related("queues")
        return render(request, "cases/canned_list.html", {"canned": list(canned)})


class Edit(View):
    """A canned reply's form, with the variables that may stand in it."""

    request: AgentRequest

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        canned = self._canned(pk)
        return self._shown(CannedReplyForm.of(canned) if canned else CannedReplyForm(), canned)

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        canned, form = self._canned(pk), CannedReplyForm(request.POST)
        if not form.is_valid():
            return self._shown(form, canned, status=422)
        try:
            saved = save_canned_reply(canned=canned, by=self.request.user, **form.cleaned_data)
        except ValidationError as wrong:
            for field, said in wrong.message_dict.items():
                form.add_error(field, said)
            return self._shown(form, canned, status=422)
        messages.success(request, _("“%(title)s” is saved.") % {"title": saved.title})
        return redirect("cases:canned")

    def _canned(self, pk: int | None) -> CannedReply | None:
        if not self.request.user.has_permission("cases.edit_canned"):
            raise NotPermitted("cases.edit_canned")
        return get_object_or_404(CannedReply.objects.visible_to(self.request.user), pk=pk) if pk else None

    def _shown(self, form: CannedReplyForm, canned: CannedReply | None, status: int = 200) -> HttpResponse:
        variables = [(f"{{{{ {name} }}}}", words) for name, (words, _value) in VARIABLES.items()]
        context = {"form": form, "canned": canned, "variables": variables}
        return render(self.request, "cases/canned_edit.html", context, status=status)


class Removal(View):
    request: AgentRequest

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        canned = get_object_or_404(CannedReply.objects.visible_to(self.request.user), pk=pk)
        remove_canned_reply(canned=canned, by=self.request.user)
        messages.success(request, _("“%(title)s” is removed.") % {"title": canned.title})
        return redirect("cases:canned")

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View

from lyhord.demo.forms import FirstLetterForm
from lyhord.demo.letters import ListenerUnreachable, post
from lyhord.demo.views.limits import may_write


@method_decorator(login_not_required, name="dispatch")
class Write(View):
    """A new letter from a made-up customer."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "demo/write.html", {"form": FirstLetterForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = FirstLetterForm(request.POST, request.FILES)
        if not form.is_valid():
            return render(request, "demo/write.html", {"form": form}, status=422)
        if not may_write(request):
            form.add_error(None, _("That was many letters in a short time. Wait ten minutes, then send again."))
            return render(request, "demo/write.html", {"form": form}, status=429)
        try:
            _send(form)
        except ListenerUnreachable as error:
            form.add_error(
                None, _("The mail was not accepted: %(reason)s. Your text is still here.") % {"reason": error}
            )
            return render(request, "demo/write.html", {"form": form}, status=502)
        messages.success(request, _("The letter was sent. It is a case within a second or two."))
        return redirect("demo:write")


def _send(form: FirstLetterForm) -> None:
    fields = {name: form.cleaned_data[name] for name in ("name", "address", "recipient", "subject", "text")}
    post(**fields, enclosures=form.enclosures())

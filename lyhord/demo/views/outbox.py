from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views import View

from lyhord.channels.models import SunkMail
from lyhord.demo import outbox
from lyhord.demo.forms import LetterForm
from lyhord.demo.letters import ListenerUnreachable, post
from lyhord.demo.views.limits import may_write


@login_not_required
def letters(request: HttpRequest) -> HttpResponse:
    """All that would have left for customers."""
    return render(request, "demo/outbox.html", {"letters": outbox.newest()})


@method_decorator(login_not_required, name="dispatch")
class Letter(View):
    """One of our answers as the customer gets it, and the customer's answer to it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        letter = outbox.read(get_object_or_404(SunkMail, pk=pk))
        return render(request, "demo/letter.html", {"letter": letter, "form": LetterForm()})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        letter = outbox.read(get_object_or_404(SunkMail, pk=pk))
        form = LetterForm(request.POST, request.FILES)
        context = {"letter": letter, "form": form}
        if not form.is_valid():
            return render(request, "demo/letter.html", context, status=422)
        if not may_write(request):
            form.add_error(None, _("That was many letters in a short time. Wait ten minutes, then send again."))
            return render(request, "demo/letter.html", context, status=429)
        try:
            _answer(letter, form)
        except ListenerUnreachable as error:
            form.add_error(
                None, _("The mail was not accepted: %(reason)s. Your text is still here.") % {"reason": error}
            )
            return render(request, "demo/letter.html", context, status=502)
        messages.success(request, _("The answer was sent. It stands in the same case within a second or two."))
        return redirect("demo:letter", pk=pk)


def _answer(letter: outbox.SunkLetter, form: LetterForm) -> None:
    name, address = letter.to
    introduction = f"Den {localtime(letter.at):%Y-%m-%d %H:%M} skrev {letter.sender[0]} <{letter.sender[1]}>:"
    post(
        name=name,
        address=address,
        recipient=letter.reply_to,
        subject=letter.subject if letter.subject.lower().startswith(("re:", "sv:")) else f"Re: {letter.subject}",
        text=f"{form.cleaned_data['text']}\n\n{introduction}\n{letter.quoted}",
        enclosures=form.enclosures(),
        answered=letter.answered,
    )

"""What agents decide about themselves."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lyhord.people.actions.change_profile import change_profile
from lyhord.people.actions.set_presence import set_presence
from lyhord.people.forms import AppearanceForm, PresenceForm, ProfileForm
from lyhord.people.requests import AgentRequest

YEAR_S = 365 * 24 * 3600


@require_POST
def presence(request: AgentRequest) -> HttpResponse:
    form = PresenceForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)

    set_presence(agent=request.user, presence=form.cleaned_data["presence"], by=request.user, at=timezone.now())
    return HttpResponse(status=204)


@require_POST
def appearance(request: AgentRequest) -> HttpResponse:
    form = AppearanceForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)

    change_profile(agent=request.user, changes={"theme": form.cleaned_data["theme"]}, by=request.user)
    return _remembering_theme(HttpResponse(status=204), form.cleaned_data["theme"])


@require_http_methods(["GET", "POST"])
def profile(request: AgentRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        change_profile(agent=request.user, changes=form.cleaned_data, by=request.user)
        messages.success(request, _("Your profile is saved."))
        return _remembering_theme(redirect("people:profile"), form.cleaned_data["theme"])

    return render(request, "people/profile.html", {"form": form}, status=422 if form.errors else 200)


def _remembering_theme(response: HttpResponse, theme: str) -> HttpResponse:
    """The sign-in page has no agent to ask, so the browser remembers the theme too."""
    response.set_cookie("theme", theme, max_age=YEAR_S, samesite="Lax", httponly=True)
    return response

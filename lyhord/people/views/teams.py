"""Teams: colleagues who share queues."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lyhord.people.actions.change_team import change_team
from lyhord.people.actions.create_team import create_team
from lyhord.people.forms import NewTeamForm, TeamForm
from lyhord.people.models import Team
from lyhord.people.queries import teams_with_sizes
from lyhord.people.requests import AgentRequest
from lyhord.people.requiring import requires


@require_http_methods(["GET", "POST"])
@requires("people.edit")
def teams(request: AgentRequest) -> HttpResponse:
    form = NewTeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        team = create_team(**form.cleaned_data, by=request.user)
        return redirect("people:team", pk=team.pk)

    context = {"teams": teams_with_sizes(), "form": form}
    return render(request, "people/teams.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires("people.edit")
def team(request: AgentRequest, pk: int) -> HttpResponse:
    team = get_object_or_404(Team, pk=pk)
    form = TeamForm(request.POST or None, instance=team, initial={"members": team.agents.active()})
    if request.method == "POST" and form.is_valid():
        change_team(team=team, **form.cleaned_data, by=request.user)
        messages.success(request, _("%(name)s is saved.") % {"name": team.name})
        return redirect("people:teams")

    return render(request, "people/team.html", {"team": team, "form": form}, status=422 if form.errors else 200)

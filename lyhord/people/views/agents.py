"""Colleagues: who they are, what they may do and whether they may sign in."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lyhord.core.actions import NotPermitted
from lyhord.people.actions.change_agent import change_agent
from lyhord.people.actions.close_account import close_account
from lyhord.people.actions.create_agent import create_agent
from lyhord.people.actions.invite_agent import invite_agent
from lyhord.people.actions.reopen_account import reopen_account
from lyhord.people.forms import ColleagueForm, InvitationForm
from lyhord.people.giving import LatestAdministrator
from lyhord.people.invitations import invitation_path
from lyhord.people.models import Agent
from lyhord.people.queries import colleagues
from lyhord.people.requests import AgentRequest
from lyhord.people.requiring import requires


@require_GET
@requires("people.edit")
def agents(request: AgentRequest) -> HttpResponse:
    words, is_closed = request.GET.get("q", ""), request.GET.get("closed") == "1"
    found = colleagues(agent=request.user, words=words, is_active=not is_closed)
    template = "people/agents.html#list" if request.htmx else "people/agents.html"
    return render(request, template, {"agents": found, "words": words, "is_closed": is_closed})


@require_http_methods(["GET", "POST"])
@requires("people.edit")
def invitation(request: AgentRequest) -> HttpResponse:
    form = InvitationForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return render(request, "people/invite.html", {"form": form}, status=422 if form.errors else 200)

    try:
        agent = create_agent(**_facts(form, "email", "name", "roles", "teams"), by=request.user)
    except NotPermitted:
        return _refused(request, "people/invite.html", form, _own_roles_only())
    invite_agent(agent=agent, by=request.user)
    messages.success(request, _("The invitation to %(name)s is on its way.") % {"name": agent.name})
    return redirect("people:agent", pk=agent.pk)


@require_http_methods(["GET", "POST"])
@requires("people.edit")
def agent(request: AgentRequest, pk: int) -> HttpResponse:
    colleague = get_object_or_404(Agent.objects.visible_to(request.user), pk=pk)
    form = ColleagueForm(request.POST or None, instance=colleague)
    if request.method == "GET" or not form.is_valid():
        return _agent_page(request, colleague, form)

    try:
        change_agent(agent=colleague, **_facts(form, "name", "title", "roles", "teams"), by=request.user)
    except NotPermitted:
        return _agent_page(request, colleague, form, error=_own_roles_only())
    except LatestAdministrator:
        return _agent_page(request, colleague, form, error=_needs_another_administrator())
    messages.success(request, _("%(name)s is saved.") % {"name": colleague.name})
    return redirect("people:agent", pk=pk)


@require_POST
@requires("people.edit")
def invitation_again(request: AgentRequest, pk: int) -> HttpResponse:
    colleague = get_object_or_404(Agent.objects.visible_to(request.user).active(), pk=pk, last_login=None)
    invite_agent(agent=colleague, by=request.user)
    messages.success(request, _("A new invitation is on its way."))
    return redirect("people:agent", pk=pk)


@require_POST
@requires("people.edit")
def closure(request: AgentRequest, pk: int) -> HttpResponse:
    colleague = get_object_or_404(Agent.objects.visible_to(request.user).active(), pk=pk)
    try:
        close_account(agent=colleague, by=request.user, at=timezone.now())
    except LatestAdministrator:
        messages.error(request, _needs_another_administrator())
    else:
        messages.success(request, _("%(name)s can no longer sign in.") % {"name": colleague.name})
    return redirect("people:agent", pk=pk)


@require_POST
@requires("people.edit")
def reopening(request: AgentRequest, pk: int) -> HttpResponse:
    colleague = get_object_or_404(Agent.objects.visible_to(request.user), pk=pk, is_active=False)
    reopen_account(agent=colleague, by=request.user)
    messages.success(request, _("%(name)s can sign in again.") % {"name": colleague.name})
    return redirect("people:agent", pk=pk)


def _agent_page(request: AgentRequest, colleague: Agent, form: ColleagueForm, *, error: str = "") -> HttpResponse:
    if error:
        form.add_error(None, error)
    is_waiting = colleague.is_active and colleague.last_login is None
    context = {
        "colleague": colleague,
        "form": form,
        "is_waiting": is_waiting,
        "invitation_url": request.build_absolute_uri(invitation_path(agent=colleague)) if is_waiting else "",
    }
    return render(request, "people/agent.html", context, status=422 if form.errors else 200)


def _refused(request: AgentRequest, template: str, form: InvitationForm, error: str) -> HttpResponse:
    form.add_error(None, error)
    return render(request, template, {"form": form}, status=422)


def _facts(form: ColleagueForm, *names: str) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in names}


def _own_roles_only() -> str:
    return _("You can only give and take roles that allow no more than your own. Ask an administrator.")


def _needs_another_administrator() -> str:
    return _("This is the only administrator. Make somebody else administrator first.")

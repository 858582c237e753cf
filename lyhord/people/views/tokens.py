"""Keys to the API that act as the agent who made them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lyhord.people.actions.create_token import create_token
from lyhord.people.actions.revoke_token import revoke_token
from lyhord.people.forms import TokenForm
from lyhord.people.requests import AgentRequest
from lyhord.people.requiring import requires


@require_http_methods(["GET", "POST"])
@requires("people.use_api")
def tokens(request: AgentRequest) -> HttpResponse:
    """The agent's keys; a new key's secret is in this answer alone."""
    form, secret = TokenForm(request.POST or None, agent=request.user), ""
    if request.method == "POST" and form.is_valid():
        _token, secret = create_token(agent=request.user, **form.cleaned_data, by=request.user)
        form = TokenForm(agent=request.user)

    context = {"tokens": request.user.api_tokens.filter(revoked_at=None), "form": form, "secret": secret}
    response = render(request, "people/tokens.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@requires("people.use_api")
def revocation(request: AgentRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(request.user.api_tokens, pk=pk, revoked_at=None)
    revoke_token(token=token, by=request.user, at=timezone.now())
    messages.success(request, _("The key “%(name)s” no longer works.") % {"name": token.name})
    return redirect("people:tokens")

"""Roles: named sets of permissions, as a matrix that is changed one square at a time."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from lyhord.core.permissions import declared
from lyhord.people.actions.allow_role import allow_role, deny_role
from lyhord.people.models import Role
from lyhord.people.queries import cell_of, permission_matrix, roles_with_sizes
from lyhord.people.requests import AgentRequest
from lyhord.people.requiring import requires


@require_GET
@requires("people.edit")
def roles(request: AgentRequest) -> HttpResponse:
    roles = roles_with_sizes()
    context = {"roles": roles, "matrix": permission_matrix(roles=roles), "may_edit": request.user.has_permission(_EDIT)}
    return render(request, "people/roles.html", context)


@require_POST
@requires("people.edit_roles")
def permission(request: AgentRequest, pk: int, code: str) -> HttpResponse:
    """Turn one square of the matrix: what the role may it then may not, and the other way round."""
    role = get_object_or_404(Role, pk=pk)
    if code not in declared:
        raise Http404

    change = deny_role if role.allows(code) else allow_role
    change(role=role, code=code, by=request.user)
    role.refresh_from_db()
    told = _("%(role)s may: %(what)s") if role.allows(code) else _("%(role)s may no longer: %(what)s")
    context = {
        "cell": cell_of(role=role, code=code),
        "code": code,
        "words": declared[code],
        "may_edit": True,
        "swap": True,
    }
    response = render(request, "people/roles.html#cell", context)
    text = told % {"role": role.label, "what": declared[code]}
    return trigger_client_event(response, "toast", {"text": text, "undo": request.path})


_EDIT = "people.edit_roles"

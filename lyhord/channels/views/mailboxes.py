"""Mailboxes: the addresses that mail is taken for and answers leave from."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lyhord.channels.actions.save_mailbox import save_mailbox
from lyhord.channels.fetching_queries import fetched_of
from lyhord.channels.forms import MailboxForm
from lyhord.channels.models import Mailbox
from lyhord.people.requests import AgentRequest
from lyhord.people.requiring import requires


@require_GET
@requires("channels.edit_mailboxes")
def mailboxes(request: AgentRequest) -> HttpResponse:
    boxes = Mailbox.objects.select_related("queue").order_by("queue__name", "-is_primary", "address")
    return render(request, "channels/mailboxes.html", {"mailboxes": list(boxes)})


@require_http_methods(["GET", "POST"])
@requires("channels.edit_mailboxes")
def mailbox(request: AgentRequest, pk: int | None = None) -> HttpResponse:
    box = get_object_or_404(Mailbox, pk=pk) if pk else None
    form = MailboxForm(request.POST or None, instance=box)
    if request.method == "POST" and form.is_valid():
        saved = save_mailbox(mailbox=box, **form.cleaned_data, by=request.user)
        messages.success(request, _("The mailbox %(address)s is saved.") % {"address": saved.address})
        return redirect("channels:mailboxes")

    context = {"mailbox": box, "form": form, "fetched": fetched_of(box) if box else []}
    return render(request, "channels/mailbox.html", context, status=422 if form.errors else 200)

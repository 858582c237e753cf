"""The ledger: everything that arrived, what became of it and why."""

from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from lyhord.channels.actions.replay_envelope import replay_envelope
from lyhord.channels.fetching_queries import open_alarms
from lyhord.channels.forms import LedgerForm
from lyhord.channels.mail.sanitising import clean_html, text_to_html
from lyhord.channels.models import Envelope
from lyhord.channels.queries import envelopes_for, ledger_of, letter_in
from lyhord.people.requests import AgentRequest
from lyhord.people.requiring import requires

PAGE = 50
_SANDBOX = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
_SHEET = '<!doctype html><meta charset="utf-8"><style>{}</style>{}'
_STYLE = "html{color-scheme:light;background:#fff}body{font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}"


@require_GET
@requires("channels.see_ledger")
def ledger(request: AgentRequest) -> HttpResponse:
    today = timezone.localdate()
    form = LedgerForm({"on": today.isoformat(), **request.GET.dict()})
    form.is_valid()
    on = form.cleaned_data.get("on") or today
    state, account, words = (str(form.cleaned_data.get(name) or "") for name in ("state", "account", "q"))
    found = envelopes_for(request.user, state=state, account=account, words=words, on=None if words else on)
    before = request.GET.get("before", "")
    rows = list(found.filter(pk__lt=int(before))[: PAGE + 1] if before.isdecimal() else found[: PAGE + 1])
    more = {"on": on.isoformat(), "state": state, "account": account, "q": words}
    context = {
        "alarms": open_alarms(),
        "may_edit": request.user.has_permission("channels.edit_mailboxes"),
        "boxes": ledger_of(on=on, at=timezone.now()),
        "envelopes": rows[:PAGE],
        "next": f"?{urlencode({**more, 'before': rows[PAGE - 1].pk})}" if len(rows) > PAGE else "",
        "form": form,
        "on": on,
        "today": today,
        "yesterday": today - timedelta(days=1),
        "account": account,
        "is_filtered": bool(state or account or words),
    }
    return render(request, "channels/ledger.html", context)


@require_GET
@requires("channels.see_ledger")
def envelope(request: AgentRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    context = {"envelope": found, "letter": letter_in(found), "size": len(found.raw)}
    return render(request, "channels/envelope.html", context)


@require_GET
@requires("channels.see_ledger")
def raw(request: AgentRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    response = HttpResponse(bytes(found.raw), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{found.channel}-{found.pk}.eml"'
    response["Content-Security-Policy"] = _SANDBOX
    return response


@require_GET
@requires("channels.see_ledger")
@xframe_options_sameorigin
def page(request: AgentRequest, pk: int) -> HttpResponse:
    """The message as it reads, in a sheet where nothing runs and nothing is fetched."""
    mail = letter_in(_find(request, pk)).mail
    shown = clean_html(mail.html, cid_urls={}) if mail.html else text_to_html(mail.text)
    response = HttpResponse(format_html(_SHEET, mark_safe(_STYLE), mark_safe(shown)))
    response["Content-Security-Policy"] = _SANDBOX
    return response


@require_POST
@requires("channels.replay")
def replay(request: AgentRequest, pk: int) -> HttpResponse:
    before = _find(request, pk)
    after = replay_envelope(envelope=before, by=request.user, at=timezone.now())
    if after.state == before.state and after.reason == before.reason:
        messages.info(request, _("Played again: the result is the same, so nothing has changed."))
    else:
        messages.success(request, _("Played again: it is now “%(state)s”.") % {"state": after.get_state_display()})
    return redirect("channels:envelope", pk=pk)


def _find(request: AgentRequest, pk: int) -> Envelope:
    return get_object_or_404(Envelope.objects.visible_to(request.user).select_related("entry__case"), pk=pk)

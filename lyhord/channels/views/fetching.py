"""Fetching by IMAP: settings, trying them, and what has come."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lyhord.channels.actions.fetch_now import fetch_now
from lyhord.channels.actions.save_fetched_mailbox import save_fetched_mailbox
from lyhord.channels.actions.settle_alarm import settle_alarm
from lyhord.channels.actions.stop_fetching import stop_fetching
from lyhord.channels.fetching_forms import FetchingForm
from lyhord.channels.fetching_queries import account_to_try, days_of, progress_of
from lyhord.channels.fetching_words import trouble_in_words
from lyhord.channels.mail.fetching.presets import PRESETS
from lyhord.channels.models import FetchedMailbox, MailAlarm, Mailbox
from lyhord.people.requests import AgentRequest
from lyhord.people.requiring import requires


@require_http_methods(["GET", "POST"])
@requires("channels.edit_mailboxes")
def fetching_new(request: AgentRequest, pk: int) -> HttpResponse:
    mailbox = get_object_or_404(Mailbox, pk=pk)
    preset = PRESETS.get(request.GET.get("preset", ""), {})
    form = FetchingForm(request.POST or None, initial={"user": mailbox.address, **preset})
    return _answer(request, mailbox, None, form)


@require_http_methods(["GET", "POST"])
@requires("channels.edit_mailboxes")
def fetching(request: AgentRequest, pk: int) -> HttpResponse:
    fetched = get_object_or_404(FetchedMailbox.objects.select_related("mailbox"), pk=pk)
    return _answer(request, fetched.mailbox, fetched, FetchingForm(request.POST or None, instance=fetched))


@require_POST
@requires("channels.edit_mailboxes")
def run(request: AgentRequest, pk: int) -> HttpResponse:
    fetched = get_object_or_404(FetchedMailbox, pk=pk)
    fetch_now(fetched=fetched, by=request.user)
    messages.success(request, _("Mail is fetched now."))
    return redirect("channels:fetching", pk=pk)


@require_POST
@requires("channels.edit_mailboxes")
def removal(request: AgentRequest, pk: int) -> HttpResponse:
    fetched = get_object_or_404(FetchedMailbox, pk=pk)
    mailbox_id = fetched.mailbox_id
    stop_fetching(fetched=fetched, by=request.user)
    messages.success(request, _("No more mail is fetched from there. What has come stays in the ledger."))
    return redirect("channels:mailbox", pk=mailbox_id)


@require_POST
@requires("channels.see_ledger")
def alarm_settled(request: AgentRequest, pk: int) -> HttpResponse:
    settle_alarm(alarm=get_object_or_404(MailAlarm, pk=pk), by=request.user, at=timezone.now())
    return redirect("channels:ledger")


def _answer(
    request: AgentRequest, mailbox: Mailbox, fetched: FetchedMailbox | None, form: FetchingForm
) -> HttpResponse:
    trial: Any = None
    kept = FetchedMailbox.objects.filter(pk=fetched.pk).first() if fetched else None
    if request.method == "POST" and form.is_valid():
        if "try" not in request.POST:
            saved = save_fetched_mailbox(fetched=kept, mailbox=mailbox, **form.cleaned_data, by=request.user)
            messages.success(request, _("Saved. Mail is fetched from %(host)s.") % {"host": saved.host})
            return redirect("channels:fetching", pk=saved.pk)
        # the library is loaded by those who fetch, and here by those who try
        from lyhord.channels.mail.fetching.trial import try_account  # noqa: PLC0415

        trial = try_account(account_to_try(fetched=kept, address=mailbox.address, settings=form.cleaned_data))

    context = {
        "mailbox": mailbox,
        "fetched": kept,
        "form": form,
        "trial": trial,
        "trial_words": trouble_in_words(trial.trouble) if trial else "",
        "trouble_words": trouble_in_words(kept.trouble) if kept else "",
        "days": days_of(kept, at=timezone.now()) if kept else [],
        "progress": progress_of(kept) if kept else None,
    }
    return render(request, "channels/fetching.html", context, status=422 if form.errors else 200)

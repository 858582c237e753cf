"""How answers of a mailbox leave: its own server, and signatures of its domain."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lyhord.channels.actions.drop_mailbox_relay import drop_mailbox_relay
from lyhord.channels.actions.save_mailbox_relay import save_mailbox_relay
from lyhord.channels.actions.sign_mail_of import sign_mail_of
from lyhord.channels.actions.stop_signing import stop_signing
from lyhord.channels.models import Mailbox, MailboxRelay, SigningKey
from lyhord.channels.outbox.signing import CannotSign, dns_record
from lyhord.channels.sending_forms import RelayForm, SigningForm
from lyhord.people.requests import AgentRequest
from lyhord.people.requiring import requires


@require_http_methods(["GET", "POST"])
@requires("channels.edit_mailboxes")
def sending(request: AgentRequest, pk: int) -> HttpResponse:
    mailbox = get_object_or_404(Mailbox, pk=pk)
    relay = MailboxRelay.objects.filter(mailbox=mailbox).first()
    form = RelayForm(request.POST or None, instance=relay)
    if request.method == "POST" and form.is_valid():
        save_mailbox_relay(mailbox=mailbox, **form.cleaned_data, by=request.user)
        messages.success(request, _("The relay is saved."))
        return redirect("channels:sending", pk=pk)
    return _page(request, mailbox, form, SigningForm())


@require_POST
@requires("channels.edit_mailboxes")
def own_relay_removal(request: AgentRequest, pk: int) -> HttpResponse:
    drop_mailbox_relay(mailbox=get_object_or_404(Mailbox, pk=pk), by=request.user)
    messages.success(request, _("Answers leave by the installation's relay again."))
    return redirect("channels:sending", pk=pk)


@require_POST
@requires("channels.edit_mailboxes")
def signing(request: AgentRequest, pk: int) -> HttpResponse:
    mailbox = get_object_or_404(Mailbox, pk=pk)
    form = SigningForm(request.POST)
    if form.is_valid():
        try:
            sign_mail_of(domain=_domain(mailbox), **form.cleaned_data, by=request.user)
        except CannotSign as error:
            form.add_error("key_file", str(error))
        else:
            messages.success(request, _("A key is made. Publish its record in DNS before you trust it."))
            return redirect("channels:sending", pk=pk)
    relay = MailboxRelay.objects.filter(mailbox=mailbox).first()
    return _page(request, mailbox, RelayForm(instance=relay), form)


@require_POST
@requires("channels.edit_mailboxes")
def signing_removal(request: AgentRequest, pk: int) -> HttpResponse:
    stop_signing(domain=_domain(get_object_or_404(Mailbox, pk=pk)), by=request.user)
    messages.success(request, _("Mail is no longer signed here."))
    return redirect("channels:sending", pk=pk)


def _page(request: AgentRequest, mailbox: Mailbox, form: RelayForm, signing_form: SigningForm) -> HttpResponse:
    key = SigningKey.objects.filter(domain=_domain(mailbox)).first()
    record, words = ("", ""), ""
    try:
        record = dns_record(key) if key else record
    except CannotSign as error:
        words = str(error)
    context = {
        "mailbox": mailbox,
        "domain": _domain(mailbox),
        "relay": MailboxRelay.objects.filter(mailbox=mailbox).first(),
        "form": form,
        "signing_form": signing_form,
        "key": key,
        "record": {"name": record[0], "value": record[1]},
        "key_words": words,
    }
    status = 422 if form.errors or signing_form.errors else 200
    return render(request, "channels/sending.html", context, status=status)


def _domain(mailbox: Mailbox) -> str:
    return mailbox.address.rpartition("@")[2].lower()

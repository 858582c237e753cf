from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from lyhord.cases.models import Queue
from lyhord.channels.models import Envelope, Mailbox

if TYPE_CHECKING:
    MailboxModelForm = forms.ModelForm[Mailbox]
else:
    MailboxModelForm = forms.ModelForm


class LedgerForm(forms.Form):
    """What to look at in the ledger; what cannot be understood is left out."""

    on = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *Envelope.State.choices]
    )
    account = forms.CharField(label=_("Mailbox"), required=False)
    q = forms.CharField(label=_("Search"), required=False)


class AddressForm(forms.Form):
    address = forms.EmailField(label=_("E-mail address"))


class MailboxForm(MailboxModelForm):
    queue = forms.ModelChoiceField(label=_("Queue"), queryset=Queue.objects.all(), empty_label=None)

    class Meta:
        model = Mailbox
        fields = ("address", "name", "queue", "is_primary", "is_active")
        labels = {"address": _("E-mail address"), "name": _("Name shown to customers"), "is_active": _("Takes mail")}
        help_texts = {
            "address": _("Mail to it lands in the queue. Your mail server must hand it over to Lyhörd."),
            "is_primary": _("Only one address of a queue does; the latest choice counts."),
            "is_active": _("Off: mail to the address is refused at the door."),
        }

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"]).lower()
        if "+" in address.partition("@")[0]:
            raise forms.ValidationError(_("Leave out what follows the plus: Lyhörd adds that itself."))
        if Mailbox.objects.filter(address__iexact=address).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is a mailbox with this address already."))
        return address

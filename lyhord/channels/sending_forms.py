from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lyhord.channels.models import MailboxRelay

if TYPE_CHECKING:
    RelayModelForm = forms.ModelForm[MailboxRelay]
else:
    RelayModelForm = forms.ModelForm


class RelayForm(RelayModelForm):
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = MailboxRelay
        fields = ("host", "port", "tls", "user")
        labels = {"host": _("Server"), "port": _("Port"), "tls": _("Encryption"), "user": _("User name")}
        help_texts = {"host": _("For example smtp.example.com."), "user": _("Empty when the server wants none.")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("user") and cleaned.get("tls") == MailboxRelay.Tls.WHEN_OFFERED:
            self.add_error("tls", _("A password wants encryption: choose STARTTLS or TLS from the start."))
        return cleaned


class SigningForm(forms.Form):
    selector = forms.RegexField(r"^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$", label=_("Selector"), initial="lyhord")
    key_file = forms.CharField(
        label=_("Key file"),
        required=False,
        max_length=500,
        help_text=_("A private RSA key in PEM on this machine. Empty: a new key is made and kept sealed."),
    )

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lyhord.channels.models import FetchedMailbox

if TYPE_CHECKING:
    FetchedModelForm = forms.ModelForm[FetchedMailbox]
else:
    FetchedModelForm = forms.ModelForm

_SECRET = forms.PasswordInput(attrs={"autocomplete": "new-password"})
Auth, After, Tls = FetchedMailbox.Auth, FetchedMailbox.After, FetchedMailbox.Tls


class FetchingForm(FetchedModelForm):
    secret = forms.CharField(label=_("Password or refresh token"), required=False, strip=False, widget=_SECRET)
    client_secret = forms.CharField(label=_("Secret of the application"), required=False, strip=False, widget=_SECRET)

    class Meta:
        model = FetchedMailbox
        fields = (
            *("host", "port", "tls", "user", "auth", "token_url", "client_id", "scope"),
            *("folder", "after", "move_to", "start", "start_days", "is_active"),
        )
        labels = {
            "host": _("Server"),
            "port": _("Port"),
            "tls": _("Encryption"),
            "user": _("User name"),
            "auth": _("Signs in with"),
            "token_url": _("Token address"),
            "client_id": _("Id of the application"),
            "scope": _("Scope"),
            "folder": _("Folder"),
            "after": _("When a message is safely here"),
            "move_to": _("Folder to move to"),
            "start": _("Begin with"),
            "start_days": _("How many days"),
            "is_active": _("Fetch mail"),
        }
        help_texts = {
            "host": _("For example imap.example.com."),
            "user": _("Most often the whole e-mail address."),
            "token_url": _("Microsoft: put the id of your directory in place of TENANT."),
            "folder": _("The inbox is called INBOX."),
            "move_to": _("It is made when it does not exist."),
        }

    def clean_secret(self) -> str:
        secret = str(self.cleaned_data["secret"])
        is_kept = self.instance.pk and self.instance.sealed_secret
        if not secret and not is_kept and self.data.get("auth") != Auth.CLIENT_CREDENTIALS:
            raise forms.ValidationError(_("Type the password, or the refresh token."))
        return secret

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("after") == After.MOVE and not cleaned.get("move_to"):
            self.add_error("move_to", _("Say which folder mail is to be moved to."))
        if cleaned.get("after") == After.MOVE and cleaned.get("move_to") == cleaned.get("folder"):
            self.add_error("move_to", _("Choose another folder than the one that is fetched."))
        if cleaned.get("auth") != Auth.PASSWORD and not str(cleaned.get("token_url") or "").startswith("http"):
            self.add_error("token_url", _("Give the address that hands out tokens."))
        if cleaned.get("tls") == Tls.NONE and cleaned.get("host") not in {"localhost", "127.0.0.1", "::1"}:
            self.add_error("tls", _("A password is never sent without encryption to another machine."))
        return cleaned

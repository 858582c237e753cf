from django import forms
from django.utils.translation import gettext_lazy as _

LANGUAGES = [
    ("", _("Unknown")),
    ("sv", _("Swedish")),
    ("nb", _("Norwegian")),
    ("da", _("Danish")),
    ("fi", _("Finnish")),
    ("en", _("English")),
    ("de", _("German")),
]


class CustomerForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=160)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)
    is_protected = forms.BooleanField(
        label=_("Protected identity"),
        required=False,
        help_text=_("Hides addresses and phone numbers; each look at them is logged."),
    )

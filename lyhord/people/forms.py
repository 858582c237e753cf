from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lyhord.people.models import Agent

if TYPE_CHECKING:
    AgentForm = forms.ModelForm[Agent]
else:
    AgentForm = forms.ModelForm


class ProfileForm(AgentForm):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)

    class Meta:
        model = Agent
        fields = ("name", "title", "signature", "language", "theme", "uses_shortcuts")
        widgets = {"signature": forms.Textarea(attrs={"rows": 4}), "theme": forms.RadioSelect}
        labels = {"name": _("Name"), "title": _("Title"), "signature": _("Signature"), "theme": _("Appearance")}
        help_texts = {
            "title": _("What you do, in a few words. Colleagues see it."),
            "signature": _("Stands below your replies, above the signature of the queue."),
        }


class PresenceForm(forms.Form):
    presence = forms.ChoiceField(choices=Agent.Presence.choices)


class AppearanceForm(forms.Form):
    theme = forms.ChoiceField(choices=Agent.Theme.choices)

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from lyhord.core.permissions import declared
from lyhord.people.models import Agent, Role, Team

if TYPE_CHECKING:
    AgentForm = forms.ModelForm[Agent]
    TeamModelForm = forms.ModelForm[Team]
    RolesField = forms.ModelMultipleChoiceField[Role]
else:
    AgentForm = TeamModelForm = forms.ModelForm
    RolesField = forms.ModelMultipleChoiceField


class LabelledRoles(RolesField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.label)


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


class ColleagueForm(AgentForm):
    roles = LabelledRoles(
        label=_("Roles"),
        queryset=Role.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One can have several; the widest counts."),
        error_messages={"required": _("Choose at least one role, or the colleague can do nothing.")},
    )
    teams = forms.ModelMultipleChoiceField(
        label=_("Teams"), queryset=Team.objects.all(), widget=forms.CheckboxSelectMultiple, required=False
    )

    class Meta:
        model = Agent
        fields = ("name", "title", "roles", "teams")
        labels = {"name": _("Name"), "title": _("Title")}


class InvitationForm(ColleagueForm):
    class Meta(ColleagueForm.Meta):
        fields = ("name", "email", "roles", "teams")
        labels = {**ColleagueForm.Meta.labels, "email": _("E-mail address")}
        help_texts = {"email": _("The invitation goes here, and it is what the colleague signs in with.")}
        error_messages = {"email": {"unique": _("A colleague has this address already.")}}

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if Agent.objects.filter(email=email).exists():
            raise forms.ValidationError(_("A colleague has this address already."))
        return email


class NewTeamForm(TeamModelForm):
    class Meta:
        model = Team
        fields = ["name", "description"]
        labels = {"name": _("Name"), "description": _("Description")}
        error_messages = {"name": {"unique": _("There is a team with this name already.")}}


class TeamForm(NewTeamForm):
    members = forms.ModelMultipleChoiceField(
        label=_("Members"), queryset=Agent.objects.active(), widget=forms.CheckboxSelectMultiple, required=False
    )

    class Meta(NewTeamForm.Meta):
        fields = ["name", "description", "members"]


class PasswordForm(forms.Form):
    """The password an invited colleague chooses; ``agent`` must not find their own name in it."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, agent: Agent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agent = agent

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password, self.agent)
        return password


class TokenForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("What it is for, such as the web shop."))
    scopes = forms.MultipleChoiceField(
        label=_("May do"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing the key may do.")},
    )

    def __init__(self, *args: Any, agent: Agent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(code, words) for code, words in declared.items() if agent.has_permission(code)]
        self.fields["scopes"].choices = [("*", _("Everything I may do myself")), *offered]  # type: ignore[attr-defined]

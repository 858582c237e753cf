"""What people typed, as values; rules live in the actions."""

import re
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lyhord.cases.acknowledging import LANGUAGES
from lyhord.cases.models import CannedReply, Case, Queue
from lyhord.people.models import Agent, Team

_BETWEEN = re.compile(r"[,;\s]+")


class AddressesField(forms.CharField):
    """E-mail addresses as people write them in one line, parted by commas, semicolons or blanks."""

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]  # a list of what was typed
        return [
            address.strip("<>")
            for address in _BETWEEN.split(super().to_python(value) or "")
            if "@" in address or address.strip("<>")
        ]


class WritingForm(forms.Form):
    """A reply or note as it stands in the editor."""

    html = forms.CharField(required=False, strip=False)
    to = AddressesField(required=False)
    cc = AddressesField(required=False)
    bcc = AddressesField(required=False)
    quotes = forms.BooleanField(required=False)
    version = forms.IntegerField(required=False, min_value=0)

    @property
    def recipients(self) -> dict[str, list[str]]:
        return {role: self.cleaned_data[role] for role in ("to", "cc", "bcc")}


class ReplyForm(WritingForm):
    status = forms.TypedChoiceField(choices=Case.Status.choices, coerce=int, required=False, empty_value=None)
    due_at = forms.DateTimeField(required=False, error_messages={"invalid": _("Write the time as 2026-11-23 08:00.")})


class MomentForm(forms.Form):
    until = forms.DateTimeField(error_messages={"invalid": _("Write the time as 2026-11-23 08:00.")})

    @property
    def moment(self) -> datetime:
        moment: datetime = self.cleaned_data["until"]
        return moment


class HandoverForm(forms.Form):
    """To whom, and what they need to know."""

    queue = forms.ModelChoiceField(Queue.objects.none(), required=False, label=_("Queue"), empty_label=_("Same queue"))
    assignee = forms.ModelChoiceField(
        Agent.objects.none(), required=False, label=_("Colleague"), empty_label=_("Nobody in particular")
    )
    note = forms.CharField(
        label=_("What do they need to know?"),
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Saved as an internal note. The customer never sees it."),
    )

    def __init__(self, *args: Any, queues: QuerySet[Queue], colleagues: QuerySet[Agent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, queue=queues, assignee=colleagues)


class MoveEntryForm(forms.Form):
    """The case that a message belongs to, by its number with or without dash."""

    to = forms.CharField(
        label=_("Case number"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric", "placeholder": "1048-2273"}),
    )


class NewCaseForm(forms.Form):
    to = forms.EmailField(label=_("Customer's e-mail"), widget=forms.EmailInput({"autocomplete": "off"}))
    name = forms.CharField(label=_("Customer's name"), required=False, max_length=160)
    queue = forms.ModelChoiceField(Queue.objects.none(), label=_("Queue"), empty_label=None)
    subject = forms.CharField(label=_("Subject"), max_length=300)
    html = forms.CharField(label=_("Message"), widget=forms.HiddenInput(), required=False, strip=False)

    def __init__(self, *args: Any, queues: QuerySet[Queue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, queue=queues)


def choose_among(form: forms.Form, **choices: QuerySet[Any]) -> None:
    """Offer what the agent may see."""
    for name, objects in choices.items():
        field = form.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = objects


class QueueForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    teams = forms.ModelMultipleChoiceField(
        Team.objects.all(), label=_("Teams that answer"), required=False, widget=forms.CheckboxSelectMultiple
    )
    response_time_min = forms.IntegerField(
        label=_("Answer within (minutes)"),
        min_value=1,
        help_text=_("Counted from when the customer wrote. 480 minutes are eight hours."),
    )
    signature = forms.CharField(
        label=_("Signature"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Stands under every answer from the queue, after the agent's own lines."),
    )
    quotes_history = forms.BooleanField(
        label=_("Answers quote the customer's message"),
        required=False,
        help_text=_("Whoever writes can choose otherwise for each answer."),
    )
    is_restricted = forms.BooleanField(
        label=_("Only for its own teams"), required=False, help_text=_("Others neither see the queue nor its cases.")
    )


class AcknowledgementForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=tuple(LANGUAGES.items()))
    body = forms.CharField(
        label=_("Text"),
        required=False,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("The queue's signature stands under it."),
    )
    opening_hours = forms.CharField(
        label=_("Opening hours"),
        required=False,
        max_length=200,
        help_text=_("As the customer should read them, in this language: “Monday to Friday 8–18”."),
    )


class CannedReplyForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120)
    shortcut = forms.SlugField(
        label=_("Shortcut"),
        max_length=40,
        help_text=_("What one types after / in an empty reply. Small letters, digits and dashes."),
    )
    body = forms.CharField(label=_("Text"), widget=forms.Textarea({"rows": 10}))
    queues = forms.ModelMultipleChoiceField(
        Queue.objects.all(),
        label=_("Queues"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose none to offer it everywhere."),
    )

    @classmethod
    def of(cls, canned: CannedReply) -> "CannedReplyForm":
        return cls(
            initial={
                "title": canned.title,
                "shortcut": canned.shortcut,
                "body": canned.body,
                "queues": list(canned.queues.all()),
            }
        )

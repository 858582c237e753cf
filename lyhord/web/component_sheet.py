from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SWATCHES = [
    "canvas",
    "pane",
    "surface",
    "line",
    "line-strong",
    "text-3",
    "text",
    "accent",
    "accent-soft",
    "ok",
    "warn",
    "danger",
    "note-soft",
    "plum",
]
TONES = ("neutral", "accent", "ok", "warn", "danger", "note", "plum")
PRESENCES = ("available", "busy", "break", "away", "offline")


class SampleForm(forms.Form):
    """A form whose fields show each state of a field."""

    subject = forms.CharField(label=_("The case's subject"), initial=_("Wrong amount on the invoice"))
    queue = forms.ChoiceField(label=_("Queue"), choices=[("delivery", _("Delivery")), ("invoice", _("Invoice"))])
    order = forms.CharField(
        label=_("Order number"), help_text=_("Six digits, found in the confirmation."), required=False
    )
    email = forms.EmailField(label=_("The customer's e-mail"))
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput)
    note = forms.CharField(label=_("Internal note"), widget=forms.Textarea(attrs={"rows": 3}))
    locked = forms.CharField(label=_("Locked"), disabled=True, initial=_("Fetched from the order register"))
    channel = forms.ChoiceField(
        label=_("Answer by"), choices=[("mail", _("E-mail")), ("sms", _("Text message"))], widget=forms.RadioSelect
    )


def sheet() -> dict[str, Any]:
    """What the component sheet shows."""
    values = {
        "subject": _("Wrong amount on the invoice"),
        "queue": "delivery",
        "email": "maja@nordljus",
        "password": "nordljus",
        "note": _("Wants a call before lunch."),
        "channel": "mail",
    }
    now = timezone.now()
    return {
        "form": SampleForm(values),
        "swatches": SWATCHES,
        "tones": TONES,
        "presences": PRESENCES,
        "start": now - timedelta(hours=1),
        "due_later": now + timedelta(hours=2, minutes=20),
        "due_soon": now + timedelta(minutes=12),
        "due_past": now - timedelta(minutes=4),
        "recent": now - timedelta(minutes=5),
        "older": now - timedelta(days=40),
    }

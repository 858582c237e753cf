from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from lyhord.channels.models import Mailbox
from lyhord.demo.letters import Enclosure

_LARGEST_MB = 10


class LetterForm(forms.Form):
    """What a visitor writes as a customer, in answer to something."""

    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 8}), max_length=50_000)
    file = forms.FileField(label=_("Attachment"), required=False)

    def clean_file(self) -> "UploadedFile[Any] | None":
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file and file.size and file.size > _LARGEST_MB * 1024 * 1024:
            raise forms.ValidationError(_("The file is too large. Choose one of at most 10 MB."))
        return file

    def enclosures(self) -> list[Enclosure]:
        file = self.cleaned_data["file"]
        return [Enclosure(file.name, file.content_type or "", file.read())] if file else []


class FirstLetterForm(LetterForm):
    """A letter that begins something new."""

    name = forms.CharField(label=_("Your name"), max_length=120, initial="Maja Öberg")
    address = forms.EmailField(label=_("Your e-mail address"), initial="maja.oberg@hemma.example")
    recipient = forms.ChoiceField(label=_("To"))
    subject = forms.CharField(label=_("Subject"), max_length=200)

    field_order = ("name", "address", "recipient", "subject", "text", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mailboxes = Mailbox.objects.filter(is_active=True).order_by("queue__position", "-is_primary", "address")
        choices = [(mailbox.address, f"{mailbox.name} <{mailbox.address}>") for mailbox in mailboxes]
        self.fields["recipient"].choices = choices  # type: ignore[attr-defined]  # a choice field, says the line above

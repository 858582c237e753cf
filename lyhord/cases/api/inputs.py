"""What clients send about cases."""

import base64
import binascii
from datetime import datetime
from typing import Annotated

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from ninja import Field, Schema
from pydantic import AfterValidator, ConfigDict, model_validator

from lyhord.cases.api.shapes import PriorityWord, StatusWord

LONGEST_TEXT = 500_000
MOST_FILES, MOST_RECIPIENTS = 20, 50


def _storable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("The text holds a NUL character, which cannot be kept. Remove it.")
    return text


def _address(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise ValueError(f"“{text[:80]}” is not an e-mail address.") from None
    return text


Address = Annotated[str, AfterValidator(_address), Field(max_length=320, json_schema_extra={"format": "email"})]
Text = Annotated[str, AfterValidator(_storable), Field(max_length=LONGEST_TEXT)]
Line = Annotated[str, AfterValidator(_storable), Field(max_length=300)]


class Strict(Schema):
    """A misspelt member is an error, so that nothing sent is silently lost."""

    model_config = ConfigDict(extra="forbid")


class AttachmentIn(Strict):
    """Either a file's bytes in base64 with its name, or the `upload` that POST /attachments gave."""

    filename: str = Field("", max_length=255)
    content_type: str = Field("application/octet-stream", max_length=127)
    content: str = Field("", description="The file's bytes in base64.")
    upload: str = ""

    @model_validator(mode="after")
    def is_one_of_both(self) -> "AttachmentIn":
        if bool(self.upload) == bool(self.filename):
            raise ValueError("Give either “upload”, or “filename” and “content”.")
        try:
            self.decoded()
        except binascii.Error:
            raise ValueError("“content” is not base64.") from None
        return self

    def decoded(self) -> bytes:
        return base64.b64decode(self.content, validate=True)


class Words(Strict):
    """Text or HTML; HTML keeps emphasis, lists, links and quotes."""

    text: Text = ""
    html: Text = ""

    @model_validator(mode="after")
    def is_not_both(self) -> "Words":
        if self.text and self.html:
            raise ValueError("Give “text” or “html”, not both.")
        return self


class MessageIn(Words):
    """An answer to the customer; without `to` it goes to whoever wrote latest."""

    to: list[Address] = Field(default=[], max_length=MOST_RECIPIENTS)
    cc: list[Address] = Field(default=[], max_length=MOST_RECIPIENTS)
    bcc: list[Address] = Field(default=[], max_length=MOST_RECIPIENTS)
    status: StatusWord = Field("waiting_customer", description="The case's status afterwards.")
    send_at: datetime | None = Field(None, description="When it leaves; without it after ten seconds.")
    attachments: list[AttachmentIn] = Field(default=[], max_length=MOST_FILES)
    quotes: bool | None = Field(None, description="Quote the customer's latest message; without it as the queue does.")
    version: int | None = Field(None, description="Refuse (409) if the case has changed since this version.")


class MoveIn(Strict):
    """Where a message belongs."""

    to: Line = Field(description="Number of the case, with or without its dash.")


class NoteIn(Words):
    """An internal note; `@name` tells a colleague."""


class CustomerIn(Strict):
    """A customer by id, or by e-mail address: one that is unknown becomes a new customer."""

    id: int | None = Field(None, ge=1, lt=2**63)
    email: Address | None = None
    name: Annotated[str, AfterValidator(_storable), Field(max_length=160)] = ""

    @model_validator(mode="after")
    def is_somebody(self) -> "CustomerIn":
        if (self.id is None) == (self.email is None):
            raise ValueError("Give the customer's “id” or “email”.")
        return self


class CaseIn(Words):
    """A new case. `text` or `html` is what the customer wrote; without it the case begins empty."""

    customer: CustomerIn
    queue: int | str = Field(description="Slug or id.")
    subject: Line
    priority: PriorityWord = "normal"
    assignee: str | None = Field(None, max_length=320, description="E-mail address of a colleague, or `me`.")
    tags: list[Line] = Field(default=[], max_length=50)
    attachments: list[AttachmentIn] = Field(default=[], max_length=MOST_FILES)


class CaseChange(Strict):
    """What to change; members left out stay as they are."""

    subject: Line | None = None
    status: StatusWord | None = None
    priority: PriorityWord | None = None
    queue: int | str | None = Field(None, description="Slug or id.")
    assignee: str | None = Field(None, max_length=320, description="E-mail address, `me`, or null for nobody.")
    tags: list[Line] | None = Field(None, max_length=50)
    snoozed_until: datetime | None = Field(None, description="A moment ahead, or null to fetch it back.")
    version: int | None = Field(None, description="Refuse (409) if the case has changed since this version.")

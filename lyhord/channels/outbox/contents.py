"""The text, page and files of an answer, with what it quotes."""

import re
from dataclasses import dataclass

from django.utils import timezone

from lyhord.cases.models import Attachment, Entry
from lyhord.channels.mail.composing import OutgoingFile
from lyhord.channels.mail.quoting import Quote, quote
from lyhord.core.files import open_stored


@dataclass(frozen=True, slots=True)
class Contents:
    """What stands in a message; `images` are those that `html` shows by `cid:`."""

    text: str
    html: str
    files: tuple[OutgoingFile, ...]
    images: tuple[OutgoingFile, ...]


def contents_of(entry: Entry) -> Contents:
    """An answer as it leaves: pictures of its page travel in the message, everything else is attached."""
    quoted = _quoted(entry)
    html, loose, images = _travelling(entry.html, entry)
    if quoted is None:
        return Contents(entry.text, html, loose, images)
    earlier, words = quoted
    page, _attached, shown = _travelling(words.html, earlier, with_files=False)
    return Contents(f"{entry.text}\n\n{words.text}", f"{html}{page}", loose, (*images, *shown))


def _quoted(entry: Entry) -> tuple[Entry, Quote] | None:
    earlier = Entry.objects.filter(pk=entry.facts.get("quotes"), case=entry.case_id, withdrawn_at=None).first()
    if earlier is None:
        return None
    who = f"{earlier.author_name} <{earlier.author_address}>" if earlier.author_name else earlier.author_address
    language = entry.case.language or entry.case.queue.language
    at = timezone.localtime(earlier.created_at)
    return earlier, quote(text=earlier.text, html=earlier.html, who=who, at=at, language=language)


def _travelling(
    html: str, entry: Entry, *, with_files: bool = True
) -> tuple[str, tuple[OutgoingFile, ...], tuple[OutgoingFile, ...]]:
    loose, shown = [], []
    for attachment in entry.attachments.exclude(scan=Attachment.Scan.INFECTED).select_related("file"):
        source = re.compile(rf'src="{re.escape(attachment.url)}(?:image/)?"')
        if not source.search(html):
            loose.append(attachment)
            continue
        content_id = f"{attachment.pk}.{attachment.file.sha256[:16]}@lyhord"
        html = source.sub(f'src="cid:{content_id}"', html)
        shown.append(_file(attachment, content_id))
    return html, tuple(_file(each) for each in loose if with_files), tuple(shown)


def _file(attachment: Attachment, content_id: str = "") -> OutgoingFile:
    with open_stored(file=attachment.file) as stored:
        content = stored.read()
    return OutgoingFile(attachment.filename, attachment.content_type, content, content_id)

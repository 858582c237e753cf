import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lyhord.cases import sentences
from lyhord.cases.models import Attachment, Case, Delivery, Entry
from lyhord.cases.remote_images import has_remote_images
from lyhord.cases.told_by_channels import explained
from lyhord.cases.wording import at_length, day_in_words, time_left
from lyhord.core.html import clean_authored
from lyhord.customers.templatetags.customers import masked, may

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

register = template.Library()
register.filter("masked", masked)
register.filter("may", may)

register.filter("at_length", at_length)

PICTURE_BYTES = 10_000
CHANNEL_ICONS = {
    "mail": "mail",
    "chat": "message-circle",
    "voice": "phone",
    "sms": "message-square-text",
    "social": "globe",
    "form": "clipboard-list",
    "api": "plug",
    "agent": "user-round",
}
_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_MENTION = re.compile(r"(^|[\s>(])(@[\w.-]+(?: [A-ZÅÄÖÆØ][\w-]+)?)")


@register.filter
def sentence(entry: Entry, plain: bool = False) -> str:  # noqa: FBT001, FBT002 -- a filter's argument
    return sentences.plain_sentence_of(entry) if plain else sentences.sentence_of(entry)


@register.filter
def event_icon(entry: Entry) -> str:
    return sentences.ICONS.get(entry.event, "history")


@register.filter
def channel_words(channel: str) -> str:
    return str(_CHANNEL_WORDS.get(channel, channel))


_CHANNEL_WORDS = dict(Case.Channel.choices)


@register.filter
def case_url(number: str) -> str:
    """Where a case is, by its number as people write it; a list asks for thirty."""
    before, after = _around_number()
    return f"{before}{number}{after}"


@cache
def _around_number() -> tuple[str, str]:
    sample = "0000-0000"
    before, _, after = reverse("cases:case", args=[sample]).partition(sample)
    return before, after


@register.filter
@lru_cache(maxsize=1024)
def queue_url(slug: str) -> str:
    """Where a queue's list is."""
    return reverse("cases:queue", args=[slug])


@register.filter
def channel_icon(channel: str) -> str:
    return CHANNEL_ICONS.get(channel, "mail")


@register.filter
def prose(text: str) -> SafeString:
    """Plain text of a customer as paragraphs; addresses of the web become links that tell nothing of us."""
    paragraphs = _BLANK_LINES.split(escape(text.strip()))
    return mark_safe("".join(f"<p>{_linked(part)}</p>" for part in paragraphs))


def _linked(escaped: str) -> str:
    found = _LINK.sub(
        lambda match: f'<a href="{match[0]}" target="_blank" rel="noopener noreferrer">{match[0]}</a>', escaped
    )
    return found.replace("\n", "<br>")


@register.filter
def authored(entry: Entry) -> SafeString:
    """What a colleague wrote, without signature, mentions marked; cleaned again as it becomes part of the page."""
    body = (
        clean_authored(entry.html.split('<div class="signature">')[0])
        if entry.html
        else str(prose(entry.reply_text or entry.text))
    )
    if entry.is_note:
        body = _MENTION.sub(r'\1<span class="mention">\2</span>', body)
    return mark_safe(body)


@register.filter
def quoted(entry: Entry) -> str:
    """What the message repeats of earlier ones, and its signature: all that is not new in it."""
    new, whole = entry.reply_text.strip(), entry.text.strip()
    if not new or new == whole:
        return ""
    return whole[len(new) :].strip() if whole.startswith(new) else whole


@register.filter
def by_day(entries: Iterable[Entry]) -> list[tuple[date, str, list[Entry]]]:
    """Entries under the day they were written, with the day in words."""
    days = groupby(entries, key=lambda entry: timezone.localtime(entry.created_at).date())
    return [(day, capfirst(day_in_words(day)), list(written)) for day, written in days]


@register.filter
def clock(at: datetime) -> str:
    return date_format(timezone.localtime(at), "H.i")


@register.filter
def input_moment(at: datetime) -> str:
    """A moment as ``<input type="datetime-local">`` has it."""
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


@register.filter
def left(due: datetime) -> str:
    return time_left(due, at=timezone.now())


@register.filter
def sla_state(due: datetime) -> str:
    minutes = (due - timezone.now()).total_seconds() / 60
    return "late" if minutes < 0 else "soon" if minutes < 30 else ""  # noqa: PLR2004 -- as the ring in the page


@register.filter
def because(entry: Entry) -> str:
    """Why a message stands in this case, as the channel that decided it says."""
    return explained(entry.threading)


@register.filter
def invitation_time(invite: dict[str, Any]) -> str:
    """When a meeting is, in the department's time: a day, or a day with hours."""
    if not invite["starts_at"]:
        return _("The invitation names no time.")
    starts = datetime.fromisoformat(invite["starts_at"])
    ends = datetime.fromisoformat(invite["ends_at"]) if invite["ends_at"] else None
    if invite["is_all_day"]:
        # the calendar means days, not moments: theirs are ours, and the end is the day after (RFC 5545 §3.6.1)
        latest = (ends - timedelta(days=1)).date() if ends else starts.date()
        first = date_format(starts.date(), "l j F Y")
        return first if latest <= starts.date() else f"{first} – {date_format(latest, 'l j F Y')}"
    begin = timezone.localtime(starts)
    told = date_format(begin, "l j F Y, H.i")
    if ends is None:
        return told
    end = timezone.localtime(ends)
    return f"{told}–{date_format(end, 'H.i' if end.date() == begin.date() else 'l j F, H.i')}"


@register.filter
def delivery_words(delivery: Delivery) -> str:
    """Where a message is on its way to one recipient."""
    if delivery.state == Delivery.State.QUEUED and delivery.due_at > timezone.now():
        return _("leaves %(when)s") % {"when": at_length(delivery.due_at)}
    words = str(_DELIVERY_WORDS[Delivery.State(delivery.state)])
    return words % {"when": at_length(delivery.state_at)} if "%(when)s" in words else words


_DELIVERY_WORDS: "dict[str, StrOrPromise]" = {
    Delivery.State.QUEUED: gettext_lazy("is being sent"),
    Delivery.State.HANDING_OVER: gettext_lazy("is being sent"),
    Delivery.State.SENT: gettext_lazy("sent %(when)s"),
    Delivery.State.DELIVERED: gettext_lazy("delivered %(when)s"),
    Delivery.State.FAILED: gettext_lazy("not sent"),
    Delivery.State.BOUNCED: gettext_lazy("came back"),
    Delivery.State.UNCERTAIN: gettext_lazy("uncertain if it left"),
    Delivery.State.WITHDRAWN: gettext_lazy("taken back"),
}


@register.simple_tag
def moment_words(code: str) -> str:
    return {
        "hour": _("In an hour"),
        "afternoon": _("This afternoon"),
        "tomorrow": _("Tomorrow morning"),
        "monday": _("On Monday"),
    }[code]


@register.filter
def status_words(status: int) -> str:
    return str(Case.Status(status).label)


@register.filter
def status_tone(status: int) -> str:
    return _STATUS_TONES.get(status, "neutral")


_STATUS_TONES: dict[int, str] = {
    Case.Status.NEW: "accent",
    Case.Status.OPEN: "accent",
    Case.Status.RESOLVED: "ok",
    Case.Status.CLOSED: "ok",
}


@register.filter
def shown_files(entry: Entry) -> list[Attachment]:
    """Files to offer: those attached, and pictures in the text that are more than an ornament."""
    return [
        each
        for each in entry.attachments.all()
        if not each.is_inline or (each.is_image and each.file.size >= PICTURE_BYTES)
    ]


@register.filter
def danger_words(code: str) -> str:
    """Why a file should be opened with care."""
    return {
        "disguised": _("The name hides what the file is. Don't open it."),
        "program": _("A program. Open it only if you expect it."),
        "script": _("Can run code. Open it only if you expect it."),
        "macro": _("Holds macros. Open it only if you expect it."),
    }.get(code, "")


@register.filter
def fetches_remotely(html: str) -> bool:
    return has_remote_images(html)


@register.simple_tag
def way_to(name: str, pk: int) -> str:
    """The address of a page of a room above; empty while it offers no such thing."""
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return ""


@register.filter
def duration_words(minutes: int) -> str:
    """A response time as people say it: ``45 min``, ``8 h``, ``2 d``."""
    if minutes % 1440 == 0:
        return _("%(amount)s d") % {"amount": minutes // 1440}
    return (
        _("%(amount)s h") % {"amount": minutes // 60}
        if minutes % 60 == 0
        else _("%(amount)s min") % {"amount": minutes}
    )

"""Tags every page may use; those of rows and menus are plain functions because components cost more."""

from datetime import datetime
from functools import cache
from zlib import crc32

from django import template
from django.conf import settings
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, PasswordInput, RadioSelect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from lyhord.core.live.replay import latest_event_id
from lyhord.web import assets
from lyhord.web.navigation import Link
from lyhord.web.words import WORDS

register = template.Library()

TINTS = 6
# In this order, since most browsers also call themselves by the names of others.
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
_UNBOXED = (CheckboxInput, CheckboxSelectMultiple, RadioSelect)


@register.simple_tag
@cache
def icon(name: str, size: str = "", tone: str = "") -> SafeString:
    """An icon of the sprite by its Lucide name; sizes ``sm`` and ``lg``; always beside text or a label."""
    return format_html(
        '<svg class="icon"{}{} aria-hidden="true"><use href="{}#i-{}"/></svg>',
        format_html(' data-size="{}"', size) if size else "",
        format_html(' data-tone="{}"', tone) if tone else "",
        static("web/icons/sprite.svg"),
        name,
    )


@register.simple_tag
def widget(field: BoundField, size: str = "", bare: str = "") -> SafeString:
    """A form field's control in our look; ``bare`` leaves out a placeholder that only repeats the label.

    Django ties help and error to the control through ``aria-describedby``.
    """
    if isinstance(field.field.widget, _UNBOXED):
        return field.as_widget()
    attrs: dict[str, str | bool] = {"class": "input"}
    if size:
        attrs["data-size"] = size
    if bare:
        attrs["placeholder"] = False
    return field.as_widget(attrs=attrs)


@register.simple_tag
@cache
def rings() -> SafeString:
    """The listener's mark: rings that fade as they widen, drawn in a field of 720 by 900."""
    circles = ((radius, f"{0.9 - (radius - 26) / 700:.2f}") for radius in range(26, 600, 40))
    drawn = format_html_join("", '<circle cx="500" cy="330" r="{}" opacity="{}"/>', circles)
    return drawn + mark_safe('<circle class="login-core" cx="500" cy="330" r="7"/>')


@register.filter
def is_password(field: BoundField) -> bool:
    return isinstance(field.field.widget, PasswordInput)


@register.filter
def is_check(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def is_choice(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxSelectMultiple | RadioSelect)


@register.filter
def browser(user_agent: str) -> str:
    """A browser and its system in words, from what it says about itself: ``Firefox, Windows``."""
    name = next((name for sign, name in BROWSERS if sign in user_agent), _("Unknown browser"))
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    return f"{name}, {system}" if system else str(name)


@register.simple_tag
@cache
def stylesheet() -> SafeString:
    """The link to all stylesheets, joined in the order of the layers."""
    return format_html('<link rel="stylesheet" href="{}">', reverse("web:stylesheet", args=[settings.STATIC_VERSION]))


@register.simple_tag
@cache
def modules() -> SafeString:
    """Script tags for the modules of every room."""
    return format_html_join(
        "\n", '<script type="module" src="{}"></script>', ((static(name),) for name in assets.modules())
    )


@register.simple_tag
def nav_count(link: Link, place: str = "menu", swap: bool = False) -> SafeString:  # noqa: FBT001, FBT002 -- a template's flag
    """The number beside a way in the menu, replaceable by its id when it changes; hidden while nothing waits."""
    return format_html(
        '<span class="count" id="count-{}-{}"{}{}{}>{}</span>',
        place,
        link.key,
        format_html(' data-tone="{}"', link.entry.tone) if link.entry.tone else "",
        mark_safe(' hx-swap-oob="true"' if swap else ""),
        mark_safe("" if link.count else " hidden"),
        link.count,
    )


@register.simple_tag
def latest_event() -> str:
    """Where a page's stream takes up: the newest event when the page was made."""
    return str(latest_event_id() or "")


@register.simple_tag
def words() -> SafeString:
    """The words that modules write by themselves, as a JSON block for ``lib/words.js``."""
    return _words_in(get_language() or "")


@cache
def _words_in(language: str) -> SafeString:
    with override(language):
        return json_script(WORDS, "words")


@register.filter
def keys(names: str) -> str:
    """Keys as ``data-keys`` has them: a sequence is one word."""
    return names.replace(" ", "_")


@register.filter
def keycaps(names: str) -> str:
    """Keys as people read them: ``mod+k`` → ``Ctrl K``, ``g m`` → ``G M``."""
    caps = {"mod": "Ctrl", "alt": "Alt", "enter": "↵", "up": "↑", "down": "↓", "escape": "Esc"}
    return " ".join(caps.get(name, name.upper()) for name in names.replace("+", " ").split())


@register.filter
def slug(text: str) -> str:
    """Text as part of an id: ``cases.reply`` → ``cases-reply``."""
    return slugify(text.replace(".", "-").replace("_", "-"))


@register.filter
def tone(level: str) -> str:
    """The tone of a toast for a message's level."""
    return "danger" if level == "error" else "ok"


@register.filter
def initials(name: str) -> str:
    """Two letters that stand for a person: of the first and the last word."""
    words = str(name).replace("@", " ").split() or ["?"]
    return "".join(word[0] for word in [words[0], *words[1:][-1:]]).upper()


@register.filter
def tint(name: str) -> int:
    """Which of six grounds a person's avatar has, the same every day and on every machine."""
    return crc32(str(name).encode()) % TINTS


@register.filter
def iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""


@register.filter
def moment(at: datetime | None) -> str:
    """A moment in words that fit a list: ``10.24`` today, ``19 nov`` this year, else with the year."""
    if at is None:
        return ""
    local, today = timezone.localtime(at), timezone.localdate()
    if local.date() == today:
        return date_format(local, "H.i")
    return date_format(local, "j b" if local.year == today.year else "j b Y")

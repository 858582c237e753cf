"""Where the links of a message really lead, also when their words say otherwise."""

import re
from html import escape, unescape
from urllib.parse import urlsplit

import idna

_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
_HREF = re.compile(r'\bhref="([^"]*)"')
_TITLE = re.compile(r'\s*\btitle="[^"]*"')
_TAGS = re.compile(r"<[^>]*>")
_SAID = re.compile(
    r"(?:https?://|www\.)([^\s/?#<>\"]+)|\b((?:[\w-]+\.)+(?:"
    r"se|no|nu|dk|fi|de|eu|com|net|org|info|biz|io|co|app|shop|store|online|uk|fr|es|it|nl|pl|be|at|ch|ru|cn|us))\b",
    re.IGNORECASE,
)
_SECOND_LEVELS = frozenset({"co", "com", "org", "net", "gov", "ac", "edu"})
_COUNTRY_LETTERS = 2


def with_true_targets(html: str) -> str:
    """A sanitised page whose links tell their target when pointed at, and after them when their words name another.

    The domain is shown in its own letters and, where letters of other scripts could deceive, as ``xn--`` too.
    """
    return _LINK.sub(_told, html)


def pretends(text: str, target: str) -> bool:
    """Whether words that look like an address name another site than the one the link leads to."""
    real = _host(target)
    if not real:
        return False
    said = [(found[1] or found[2]).lower().rpartition("@")[2] for found in _SAID.finditer(text)]
    return bool(said) and all(_site(_plain(each)) != _site(real) for each in said)


def _told(found: re.Match[str]) -> str:
    attributes, words = found[1], found[2]
    href = _HREF.search(attributes)
    if href is None:
        return found[0]
    target = unescape(href[1])
    shown = f'<a{_TITLE.sub("", attributes)} title="{escape(_legible(target))}">{words}</a>'
    if not pretends(unescape(_TAGS.sub("", words)), target):
        return shown
    return f'{shown}<span class="true-target">→ {escape(_named(_host(target)))}</span>'


def _legible(target: str) -> str:
    return target if len(target) <= 300 else f"{target[:300]}…"  # noqa: PLR2004 -- what a tooltip holds


def _host(target: str) -> str:
    try:
        return _plain((urlsplit(target).hostname or "").lower())
    except ValueError:
        return ""


def _plain(host: str) -> str:
    host = host.partition(":")[0].rstrip(".").removeprefix("www.")
    try:
        return host if host.isascii() else idna.encode(host, uts46=True).decode()
    except idna.IDNAError:
        return host


def _named(host: str) -> str:
    if "xn--" not in host:
        return host
    try:
        return f"{idna.decode(host)} ({host})"
    except idna.IDNAError:
        return host


def _site(host: str) -> str:
    """The part of a host that one owner has: ``www.post.se`` and ``post.se`` are one, ``post.se.evil.ru`` is not."""
    labels = host.split(".")
    is_below = len(labels) > 2 and labels[-2] in _SECOND_LEVELS and len(labels[-1]) == _COUNTRY_LETTERS  # noqa: PLR2004 -- a name and two levels
    return ".".join(labels[-3 if is_below else -2 :])

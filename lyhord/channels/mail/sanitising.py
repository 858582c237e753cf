"""HTML from strangers, made harmless for a page under a strict content security policy."""

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Final

import nh3

from lyhord.channels.mail.html_reading import flattened_if_too_deep, html_to_text

__all__ = ["clean_authored_html", "clean_html", "html_to_text", "text_to_html"]

BLOCKS: Final = frozenset(
    {
        *("address", "article", "aside", "blockquote", "center", "dd", "details", "div", "dl", "dt", "figcaption"),
        *("figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre"),
        *("section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption"),
    }
)
WORDS: Final = frozenset(
    {
        *("a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "em", "i", "img", "ins", "kbd", "mark", "q"),
        *("s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "font"),
    }
)
UNREAD: Final = frozenset(
    {
        *("script", "style", "title", "head", "noscript", "template", "svg", "math", "iframe", "object", "embed"),
        *("applet", "audio", "video", "canvas", "select", "option", "textarea", "noembed", "noframes", "xml"),
    }
)
ATTRIBUTES: Final = {
    "*": {"dir", "lang", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "align", "valign"},
    "th": {"colspan", "rowspan", "align", "valign"},
    "ol": {"start", "type"},
    "time": {"datetime"},
}
AUTHORED_TAGS: Final = frozenset(
    {
        *("a", "b", "blockquote", "br", "code", "del", "div", "em", "figcaption", "figure", "h1", "h2", "h3", "i"),
        *("img", "li", "ol", "p", "pre", "s", "span", "strong", "u", "ul"),
    }
)
LINK_SCHEMES: Final = ("http:", "https:", "mailto:", "tel:")
RASTER: Final = re.compile(r"data:image/(?:png|jpeg|jpg|gif|webp);base64,[A-Za-z0-9+/=\s]+$", re.IGNORECASE)
REMOTE: Final = "remote:"
MAPPED: Final = "mapped:"
IMAGE_MARK: Final = re.compile(r'(<img [^>]*?)\bsrc="(remote|mapped):')
IMAGE_WITHOUT_SOURCE: Final = re.compile(r"<img(?![^>]*\bsrc=)[^>]*>")
REL: Final = "noopener noreferrer nofollow"
NEW_TAB: Final = {"a": {"target": "_blank"}}
SCHEMES: Final = {"http", "https", "mailto", "tel", "cid", "data"}
LINKABLE: Final = re.compile(
    r"(?P<url>(?:https?://|www\.)[^\s<>\"]*[^\s<>\".,;:!?)\]'])|(?P<email>[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+)"
)


def clean_html(html: str, *, cid_urls: Mapping[str, str]) -> str:
    """Received HTML that is safe to put in a page: no script, style, form, or anything that fetches by itself.

    `cid_urls` maps Content-IDs (without angle brackets) to addresses of our own. Remote images become
    `<img data-remote-src=…>`; links open apart and tell the other side nothing.
    """
    cleaner = _cleaner(tags=BLOCKS | WORDS, source_of=lambda source: _received_source(source, cid_urls))
    cleaned = cleaner.clean(flattened_if_too_deep(html))
    if "<img" not in cleaned:
        return cleaned
    cleaned = IMAGE_MARK.sub(
        lambda found: found[1] + ('src="' if found[2] == "mapped" else 'data-remote-src="'), cleaned
    )
    return IMAGE_WITHOUT_SOURCE.sub("", cleaned)


def clean_authored_html(html: str) -> str:
    """What an agent wrote in the editor, reduced to what a reply may hold; images only from our own pages or by cid."""
    cleaned = _cleaner(tags=AUTHORED_TAGS, source_of=_authored_source).clean(flattened_if_too_deep(html))
    return IMAGE_MARK.sub(lambda found: f'{found[1]}src="', cleaned)


def text_to_html(text: str) -> str:
    """Plain text as paragraphs, with line breaks, links and `>` quotes in place."""
    paragraphs: list[str] = []
    for block in re.split(r"\n[ \t]*\n+", text.strip("\n")):
        lines = block.split("\n")
        if all(line.startswith(">") for line in lines):
            inner = "\n".join(line[1:].removeprefix(" ") for line in lines)
            paragraphs.append(f"<blockquote><p>{_marked_up(inner)}</p></blockquote>")
        elif block.strip():
            paragraphs.append(f"<p>{_marked_up(block)}</p>")
    return "\n".join(paragraphs)


def _cleaner(*, tags: frozenset[str], source_of: Callable[[str], str | None]) -> nh3.Cleaner:
    def keep(_tag: str, attribute: str, value: str) -> str | None:
        if attribute == "href":
            return value if value.strip().lower().startswith(LINK_SCHEMES) else None
        return source_of(value.strip()) if attribute == "src" else value

    return nh3.Cleaner(
        tags=set(tags),
        clean_content_tags=set(UNREAD),
        attributes=ATTRIBUTES,
        attribute_filter=keep,
        link_rel=REL,
        set_tag_attribute_values=NEW_TAB,
        url_schemes=SCHEMES,
    )


def _received_source(source: str, cid_urls: Mapping[str, str]) -> str | None:
    lowered = source.lower()
    if lowered.startswith("cid:"):
        url = cid_urls.get(source[4:]) or cid_urls.get(lowered[4:])
        return MAPPED + url if url else None
    if lowered.startswith("//"):
        return f"{REMOTE}https:{source}"
    if lowered.startswith(("http:", "https:")):
        return REMOTE + source
    return source if RASTER.match(source) else None


def _authored_source(source: str) -> str | None:
    is_ours = source.startswith("/") and not source.startswith(("//", "/\\"))
    return MAPPED + source if is_ours or source.lower().startswith("cid:") or RASTER.match(source) else None


def _marked_up(text: str) -> str:
    pieces: list[str] = []
    at = 0
    for found in LINKABLE.finditer(text):
        pieces += [escape(text[at : found.start()], quote=False), _link(found)]
        at = found.end()
    pieces.append(escape(text[at:], quote=False))
    return "".join(pieces).replace("\n", "<br>\n")


def _link(found: re.Match[str]) -> str:
    shown = escape(found[0])
    if found["email"]:
        return f'<a href="mailto:{shown}">{shown}</a>'
    target = shown if found[0].startswith("http") else f"https://{shown}"
    return f'<a href="{target}" rel="{REL}" target="_blank">{shown}</a>'

"""HTML that people of the house write: what may stay in it, and its plain text."""

import re
from html import escape
from html.parser import HTMLParser

import nh3

_TAGS = {
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "del",
    "div",
    "em",
    "h1",
    "i",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "u",
    "ul",
}
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "div": {"class"}, "p": {"class"}}
_SCHEMES = {"http", "https", "mailto", "tel", "cid"}
_BLOCKS = {"p", "div", "li", "ul", "ol", "blockquote", "pre", "h1", "h2", "h3", "h4", "tr", "table"}
_SILENT = {"style", "script", "head", "title"}


def clean_authored(html: str) -> str:
    """The HTML of an agent's editor with nothing in it but text, emphasis, lists, quotes, links and own images."""
    return nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener noreferrer"
    ).strip()


def page_of(text: str) -> str:
    """Plain text as HTML: blank lines part paragraphs, single line breaks stay."""
    paragraphs = [part for part in re.split(r"\n[ \t]*\n", text.strip()) if part.strip()]
    return "".join(f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in paragraphs)


def plain_text(html: str) -> str:
    """What a reader sees of HTML: blocks on lines of their own, list items with a dash, addresses after their words."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (line.strip() for line in "".join(reader.pieces).replace("\xa0", " ").split("\n"))
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return re.sub(r"\n\n(?=– )", "\n", text)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0
        self._links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self.pieces.append("\n")
        elif tag == "li":
            self.pieces.append("\n– ")
        elif tag == "p":
            self.pieces.append("\n\n")
        elif tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self.pieces)))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "p":
            self.pieces.append("\n\n")
        elif tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag == "a" and self._links:
            self._tell_address(*self._links.pop())

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(re.sub(r"[ \t\r\n]+", " ", data))

    def _tell_address(self, address: str, start: int) -> None:
        words = "".join(self.pieces[start:]).strip()
        shown = address.removeprefix("mailto:").removeprefix("tel:")
        if shown and shown not in words and not address.startswith("#"):
            self.pieces.append(f" ({shown})")

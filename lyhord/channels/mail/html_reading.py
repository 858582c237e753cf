"""HTML mail read as plain text, with its quotes and signatures still told apart."""

import re
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Final

import nh3

MAX_DEPTH: Final = 800
MANY_TAGS: Final = 4_000
MAX_LENGTH: Final = 4_000_000
TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\"[^\"]*\"|'[^']*'|[^\"'>])*)>")
OPENING: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,30})")
ANY_TAG: Final = re.compile(r"<[^<>]{0,2000}>")
ATTRIBUTE: Final = re.compile(r'([a-z-]+)="([^"]*)"')
GAPS: Final = re.compile(r"(?<=\S)[ \xa0]{2,}")
SPACES: Final = re.compile(r"[ \t\n\r\f]+")
HIDDEN: Final = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.IGNORECASE)
VOID: Final = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"})
READ_TAGS: Final = {
    *("a", "b", "blockquote", "br", "center", "dd", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("hr", "i", "img", "li", "ol", "p", "pre", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
    *("address", "article", "footer", "header", "section", "figure", "figcaption", "font", "tfoot", "aside", "main"),
}
UNREAD_TAGS: Final = {"script", "style", "title", "head", "noscript", "template", "svg", "math", "textarea", "xml"}
LINES: Final = frozenset(
    {
        *("div", "tr", "dt", "dd", "address", "article", "footer", "header", "section", "figure", "figcaption"),
        *("center", "li", "ul", "ol", "table", "aside", "main", "blockquote"),
    }
)
PARAGRAPHS: Final = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "dl"})
SIGNATURES: Final = re.compile(
    r'(?:class|id)="(?:[^"]*\s)?(?:gmail_signature|moz-signature|protonmail_signature_block(?:-user)?|'
    r'ms-outlook-mobile-signature|ms-outlook-ios-signature|signature|apple-signature|x_?signature)(?:\s[^"]*)?"',
    re.IGNORECASE,
)
HISTORY: Final = re.compile(
    r'(?:class|id)="(?:[^"]*\s)?(?:appendonsend|divrplyfwdmsg|x_divrplyfwdmsg|mail-editor-reference-message-container|'
    r'yahoo_quoted[^"\s]*|protonmail_quote|gmail_quote|gmail_quote_container|moz-cite-prefix|'
    r"ms-outlook-mobile-reference-message|olk_src_body_section|isforwardcontent|yiv\d+yqt\d*|zmail_extra|"
    r'tutanota_quote|ox-[0-9a-f]*-?quote|edo-original-message)(?:\s[^"]*)?"'
    r'|style="[^"]*border-top:\s*solid\s+#(?:E1E1E1|B5C4DF)',
    re.IGNORECASE,
)
HISTORY_MARK: Final = "\ue0f1"

_reader = nh3.Cleaner(
    tags=READ_TAGS,
    clean_content_tags=UNREAD_TAGS,
    attributes={"*": {"class", "id", "style"}, "a": {"href"}, "img": {"alt"}},
    link_rel=None,
    url_schemes={"http", "https", "mailto", "tel"},
)


def html_to_text(html: str, *, with_links: bool = False, mark_history: bool = False) -> str:
    """The words of the HTML, quotes as `>` lines, a signature after `-- `, hidden text left out.

    `with_links` writes the target after each link whose words differ from it. `mark_history` puts
    `HISTORY_MARK` on a line of its own where a mail program says that quoted history begins.
    """
    if "<" not in html:
        return unescape(html).replace("\xa0", " ").strip()
    page = _Page(with_links=with_links, mark_history=mark_history)
    source = _reader.clean(flattened_if_too_deep(html[:MAX_LENGTH]))
    at = 0
    for tag in TAG.finditer(source):
        page.write(source[at : tag.start()])
        page.close(tag[2]) if tag[1] else page.open(tag[2], tag[3])
        at = tag.end()
    page.write(source[at:])
    return page.text()


def flattened_if_too_deep(html: str) -> str:
    """The HTML itself, or its words alone when it nests so deep that a reader of trees would grind to a halt."""
    if html.count("<") < MANY_TAGS:
        return html
    depth = 0
    for tag in OPENING.finditer(html):
        if tag[2].lower() not in VOID:
            depth += -1 if tag[1] and depth else 1 - bool(tag[1])
        if depth > MAX_DEPTH:
            return escape(unescape(ANY_TAG.sub(" ", html)), quote=False)
    return html


@dataclass(slots=True)
class _Page:
    with_links: bool
    mark_history: bool
    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    quotes: int = 0
    hidden: list[str] = field(default_factory=list)
    preformatted: int = 0
    links: list[tuple[str, int]] = field(default_factory=list)
    lists: list[int] = field(default_factory=list)
    outlook_lines: bool = False

    def write(self, source: str) -> None:
        if not source or self.hidden:
            return
        text = unescape(source) if "&" in source else source
        if self.preformatted:
            first, *others = text.split("\n")
            self.line.append(first)
            for other in others:
                self.break_line()
                self.line.append(other)
        else:
            self.line.append(SPACES.sub(" ", text))

    def open(self, tag: str, attributes: str) -> None:
        if self.hidden or (attributes and HIDDEN.search(attributes)):
            if tag not in VOID:
                self.hidden.append(tag)
            return
        if attributes and tag not in VOID:
            self._note_structure(attributes)
        if tag == "br":
            self.break_line()
        elif tag in LINES:
            self.end_line()
        elif tag in PARAGRAPHS:
            self.end_paragraph()
            self.outlook_lines = "mso" in attributes.lower()
        self._open_special(tag, attributes)

    def _note_structure(self, attributes: str) -> None:
        if self.mark_history and HISTORY.search(attributes):
            self.end_line()
            self.lines.append(HISTORY_MARK)
        if SIGNATURES.search(attributes) and not self.quotes:
            self.end_line()
            self.lines.append("-- ")

    def _open_special(self, tag: str, attributes: str) -> None:
        self.quotes += tag == "blockquote"
        self.preformatted += tag == "pre"
        if tag == "a":
            self.links.append((_attribute(attributes, "href"), len(self.line)))
        elif tag in {"ul", "ol"}:
            self.lists.append(0 if tag == "ol" else -1)
        elif tag == "li":
            self.line.append(self._bullet())
        else:
            self._open_mark(tag, attributes)

    def _open_mark(self, tag: str, attributes: str) -> None:
        if tag in {"td", "th"} and self._has_words():
            self.line.append(" ")
        elif tag == "hr":
            self.end_line()
            self.line.append("_" * 32)
            self.end_line()
        elif tag == "img" and (alternative := _attribute(attributes, "alt")):
            self.line.append(f"[{alternative}]")

    def close(self, tag: str) -> None:
        if self.hidden:
            self.hidden = self.hidden[: len(self.hidden) - (tag == self.hidden[-1])]
            return
        if tag in LINES:
            self.end_line()
        elif tag in PARAGRAPHS:
            self.end_paragraph(tag)
        self.quotes -= tag == "blockquote" and self.quotes > 0
        self.preformatted -= tag == "pre" and self.preformatted > 0
        if tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
        elif tag == "a" and self.links:
            self._close_link(*self.links.pop())

    def _close_link(self, target: str, began: int) -> None:
        shown = "".join(self.line[began:]).strip()
        bare = target.removeprefix("mailto:").removeprefix("tel:").rstrip("/")
        if (
            self.with_links
            and bare
            and shown
            and bare not in {shown.rstrip("/"), f"https://{shown}", f"http://{shown}"}
        ):
            self.line.append(f" <{target}>")

    def _bullet(self) -> str:
        if not self.lists or self.lists[-1] < 0:
            return "- "
        self.lists[-1] += 1
        return f"{self.lists[-1]}. "

    def break_line(self) -> None:
        text = "".join(self.line)
        text = text.rstrip() if self.preformatted else SPACES.sub(" ", text).strip()
        text = "-- " if text == "--" else (text if self.preformatted else GAPS.sub(" ", text)).replace("\xa0", " ")
        self.lines.append(f"{'>' * self.quotes} {text}".rstrip() if self.quotes else text)
        self.line.clear()
        self.links = [(target, 0) for target, _ in self.links]

    def _has_words(self) -> bool:
        return any(piece.strip() for piece in self.line)

    def end_line(self) -> None:
        if self._has_words():
            self.break_line()
        else:
            self.line.clear()

    def end_paragraph(self, tag: str = "") -> None:
        if tag == "p" and self.outlook_lines:
            self.break_line()
            return
        self.end_line()
        if self.outlook_lines:
            return
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append(">" * self.quotes)

    def text(self) -> str:
        self.end_line()
        tidy: list[str] = []
        for line in self.lines:
            if line.strip() or (tidy and tidy[-1].strip()):
                tidy.append(line)
        return "\n".join(tidy).strip("\n")


def _attribute(attributes: str, name: str) -> str:
    return next((unescape(value) for key, value in ATTRIBUTE.findall(attributes) if key == name), "")

"""How a campaign says to mail programs where one unsubscribes."""

from typing import Final
from urllib.parse import quote, urlsplit

from lyhord.channels.mail.composing import email_in_ascii

LONGEST_ADDRESS: Final = 800
UNSAFE: Final = frozenset("<>,\"' \t\r\n")


def unsubscribe_headers(*, url: str, mailto: str = "") -> dict[str, str]:
    """The headers of a message that one leaves a list by: `List-Unsubscribe` and its one click (RFC 2369, RFC 8058).

    `url` takes a POST without cookies, sign-in or question and unsubscribes at once (RFC 8058 §3.1), so it must name
    recipient and list by a key that nobody can guess. `mailto` is for programs that know no other way. Both headers
    must be under the DKIM signature (§4). ValueError when an address cannot stand there.
    """
    ways = [f"<{_web(url)}>"]
    if mailto:
        ways.append(f"<mailto:{quote(email_in_ascii(mailto), safe='@+')}?subject=unsubscribe>")
    return {"List-Unsubscribe": ", ".join(ways), "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _web(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        raise ValueError(
            f"“{url}” cannot unsubscribe with one click: it must be a whole https address (RFC 8058 §3.1)."
        )
    if not url.isascii() or UNSAFE & set(url) or len(url) > LONGEST_ADDRESS:
        raise ValueError(f"“{url[:80]}” cannot stand in a header: encode it as in RFC 3986, with at most 800 letters.")
    return url

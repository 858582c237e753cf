"""Pictures that a message would fetch from elsewhere."""

import re
from collections.abc import Callable
from html import unescape

_REMOTE = re.compile(
    r"""(?:src|srcset|background)\s*=\s*["']?\s*(?:https?:)?//|url\(\s*["']?\s*(?:https?:)?//""", re.IGNORECASE
)
_KEPT_BACK = re.compile(r'\bdata-remote-src="([^"]*)"')
MOST = 100


def has_remote_images(html: str) -> bool:
    """Whether a page would fetch anything from elsewhere, which tells its sender that it was read."""
    return bool(_REMOTE.search(html))


def remote_sources(html: str) -> list[str]:
    """The addresses of the pictures that a sanitised page keeps back, in order, a hundred at most."""
    return [unescape(source) for source in _KEPT_BACK.findall(html)[:MOST]]


def with_pictures_from_us(html: str, *, address_of: Callable[[int], str]) -> str:
    """The page with its pictures shown by us: ``address_of`` gives our address of the n-th."""
    count = -1

    def served(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f'src="{address_of(count)}"' if count < MOST else found[0]

    return _KEPT_BACK.sub(served, html)

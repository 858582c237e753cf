"""Pictures that a message would fetch from elsewhere."""

import re

_REMOTE = re.compile(
    r"""(?:src|srcset|background)\s*=\s*["']?\s*(?:https?:)?//|url\(\s*["']?\s*(?:https?:)?//""", re.IGNORECASE
)


def has_remote_images(html: str) -> bool:
    """Whether a page would fetch anything from elsewhere, which tells its sender that it was read."""
    return bool(_REMOTE.search(html))

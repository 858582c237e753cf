"""One short name for all static files of this version, so that browsers may keep them for ever.

It is part of the path they are served from. Files therefore keep their own names, and what they import or refer to
by relative addresses stays true without rewriting any of them.
"""

from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

_OTHERS = ("django-htmx", "django-allauth")
_LENGTH = 12


def fingerprint(*, root: Path) -> str:
    """A name that changes when any file in a room's ``static`` below ``root`` or a library with such files does.

    Made of contents only, so that all machines of an installation agree.
    """
    seen = sha256()
    for name in _OTHERS:
        seen.update(f"{name}={version(name)}".encode())
    for path in sorted(root.glob("*/static/**/*")):
        if path.is_file():
            seen.update(path.relative_to(root).as_posix().encode())
            seen.update(path.read_bytes())
    return seen.hexdigest()[:_LENGTH]

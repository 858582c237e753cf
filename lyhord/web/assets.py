"""Which stylesheets and modules a page loads: what lies in the folders, in the order of the layers.

Every room adds its own by having ``static/<room>/css/*.css`` and ``static/<room>/js/*.js``; nobody keeps a list.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.apps import apps
from django.templatetags.static import static

_FIRST = ("web/css/tokens.css", "web/css/base.css", "web/css/layout.css")
_LAST = ("web/css/utilities.css",)


@cache
def stylesheets() -> tuple[str, ...]:
    """Static names of all stylesheets: tokens, base, layout, components of every room, utilities."""
    return (*_FIRST, *_found("css/components", "*.css"), *_rooms_own(), *_LAST)


@cache
def modules() -> tuple[str, ...]:
    """Static names of the modules every page starts; what they share lies in ``js/lib/`` and is imported."""
    return tuple(_found("js", "*.js"))


def joined_stylesheet() -> str:
    """All stylesheets in one; addresses relative to ``web/css/`` become those of the static files."""
    joined = "\n".join(_source_of(name).read_text(encoding="utf-8") for name in stylesheets())
    return joined.replace('url("../', f'url("{static("web/")}')


def _source_of(name: str) -> Path:
    return next(root / name for root in _static_roots() if (root / name).exists())


def _rooms_own() -> Iterator[str]:
    return (name for name in _found("css", "*.css") if not name.startswith("web/"))


def _found(folder: str, pattern: str) -> Iterator[str]:
    for root in _static_roots():
        for path in sorted(root.glob(f"*/{folder}/{pattern}")):
            yield path.relative_to(root).as_posix()


def _static_roots() -> list[Path]:
    rooms = [Path(app.path) / "static" for app in apps.get_app_configs() if app.name.startswith("lyhord.")]
    return [root for root in rooms if root.is_dir()]

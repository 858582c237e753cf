"""Pages as WSGI in threads and the live stream natively, on one port."""

import asyncio
import os
from importlib import import_module
from typing import cast

from a2wsgi.asgi_typing import Receive, Scope, Send
from a2wsgi.wsgi_typing import WSGIApp
from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lyhord.settings")

PAGE_THREADS = 6

_django = cast("WSGIApp", get_wsgi_application())

from lyhord.core.live.server import LiveServer  # noqa: E402 -- its models need Django loaded
from lyhord.core.page_server import PageServer  # noqa: E402

# a page that cannot be imported stops the start, and what is loaded before the fork is in memory once
import_module(settings.ROOT_URLCONF)

_pages: PageServer | None = None
_live = LiveServer()


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Route by path: ``/live/`` is the stream, everything else is Django."""
    if scope["type"] == "lifespan":
        await _live.lifespan(receive, send, at_end=_finish_pages)
    elif scope["type"] == "http" and scope["path"] == "/live/":
        await _live.stream(scope, receive, send)
    else:
        await _page_server()(scope, receive, send)


def _page_server() -> PageServer:
    # made at the first page, because threads do not survive the fork into worker processes
    global _pages  # noqa: PLW0603
    if _pages is None:
        _pages = PageServer(_django, workers=PAGE_THREADS)
    return _pages


async def _finish_pages() -> None:
    """Let pages under way end while the loop still carries their bytes; later their threads would wait for ever."""
    if _pages is not None:
        await asyncio.to_thread(_pages.executor.shutdown, wait=True, cancel_futures=True)

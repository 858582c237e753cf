"""Pictures fetched by us from wherever a message says, so that its sender learns nothing about who reads it."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from socket import SHUT_RDWR, socket
from threading import Timer
from time import monotonic
from typing import Final
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from lyhord.core.outgoing import Allows, connect, is_public

LARGEST_BYTES: Final = 5 * 1024 * 1024
PATIENCE_S: Final = 5.0
MOST_REDIRECTS: Final = 3
CHUNK_BYTES: Final = 65_536
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
OK: Final = 200
KINDS: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
ASKED: Final = {
    "User-Agent": "Lyhord",
    "Accept": "image/png, image/jpeg, image/gif, image/webp",
    "Accept-Encoding": "identity",
    "Connection": "close",
}


class PictureRefused(OSError):  # noqa: N818 -- a named fact, answered with 404
    """The address leads to no picture that we fetch; the message says why."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Bytes that are a picture by their beginning, whatever the server called them."""

    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Reach:
    """Where pictures are fetched from."""

    ports: frozenset[int]
    allows: Allows


PUBLIC = Reach(ports=frozenset({80, 443}), allows=is_public)


def fetch_picture(*, url: str, reach: Reach | None = None, patience_s: float = PATIENCE_S) -> Picture:
    """Fetch a picture of at most 5 MB within five seconds, redirects included; raises PictureRefused.

    Only http and https on their own ports, only public addresses: the checked address is the one that is connected
    to, for every redirect anew. No cookies, no referrer, no body.
    """
    ends = monotonic() + patience_s
    try:
        for _ in range(MOST_REDIRECTS + 1):
            found = _ask(_checked(url, reach or PUBLIC), reach or PUBLIC, ends=ends)
            if isinstance(found, Picture):
                return found
            url = urljoin(url, found)
    except (OSError, HTTPException, ValueError) as error:
        raise PictureRefused(str(error) or type(error).__name__) from error
    raise PictureRefused(f"More than {MOST_REDIRECTS} redirects.")


def _checked(url: str, reach: Reach) -> SplitResult:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise PictureRefused(f"“{parts.scheme}” is no address of a picture on the web.")
    if parts.username is not None or parts.password is not None:
        raise PictureRefused("The address carries a name or password.")
    if _port(parts) not in reach.ports:
        raise PictureRefused(f"Pictures are not fetched from port {_port(parts)}.")
    return parts


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _ask(parts: SplitResult, reach: Reach, *, ends: float) -> Picture | str:
    """The picture, or where the server sends us instead."""
    host = parts.hostname or ""
    with _line(parts, reach, ends=ends) as line:
        connection = HTTPConnection(host, _port(parts))
        connection.sock = line
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
        connection.request("GET", path + query, headers=ASKED)
        answer = connection.getresponse()
        if answer.status in REDIRECTS and answer.getheader("Location"):
            return str(answer.getheader("Location"))
        if answer.status != OK:
            raise PictureRefused(f"The server answered {answer.status}.")
        return _picture(answer)


@contextmanager
def _line(parts: SplitResult, reach: Reach, *, ends: float) -> Iterator[socket]:
    """A connection that is cut when the time is up, however slowly the other side drips."""
    host = parts.hostname or ""
    line = connect(host, _port(parts), timeout_s=_left(ends), allows=reach.allows)
    if parts.scheme == "https":
        line = ssl.create_default_context().wrap_socket(line, server_hostname=host, do_handshake_on_connect=False)
    watch = Timer(_left(ends), _cut, [line])
    watch.daemon = True
    watch.start()
    try:
        if isinstance(line, ssl.SSLSocket):
            line.do_handshake()
        yield line
    finally:
        watch.cancel()
        line.close()


def _left(ends: float) -> float:
    left = ends - monotonic()
    if left <= 0:
        raise PictureRefused("The server was too slow.")
    return left


def _cut(line: socket) -> None:
    try:
        line.shutdown(SHUT_RDWR)
    except OSError:
        line.close()


def _picture(answer: HTTPResponse) -> Picture:
    content = bytearray()
    while chunk := answer.read(CHUNK_BYTES):
        content += chunk
        if len(content) > LARGEST_BYTES:
            raise PictureRefused("The picture is larger than 5 MB.")
    kind = picture_type(bytes(content[:16]))
    if not kind or (answer.length or 0) > 0:
        raise PictureRefused("What came is no whole picture.")
    return Picture(kind, bytes(content))


def picture_type(opening: bytes) -> str:
    """The media type of a picture by its first bytes; empty for anything else, SVG among it, which can hold script."""
    if opening[:4] == b"RIFF" and opening[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for mark, kind in KINDS if opening.startswith(mark)), "")

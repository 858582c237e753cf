"""Pictures are fetched by us, from the world alone, within limits; over real sockets."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from time import monotonic, sleep

import pytest

from lyhord.core.outgoing import is_public
from lyhord.core.remote_pictures import PUBLIC, Picture, PictureRefused, Reach, fetch_picture, picture_type

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def serving(answer: Answer) -> Iterator[tuple[int, list[BaseHTTPRequestHandler]]]:
    asked: list[BaseHTTPRequestHandler] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self)
            answer(self)

        def log_message(self, *_words: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_address[1], asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def send(request: BaseHTTPRequestHandler, body: bytes, *, status: int = 200, **headers: str) -> None:
    request.send_response(status)
    for name, value in {"Content_Length": str(len(body)), **headers}.items():
        request.send_header(name.replace("_", "-"), value)
    request.end_headers()
    request.wfile.write(body)


def loopback(port: int) -> Reach:
    return Reach(ports=frozenset({port}), allows=lambda address: address.is_loopback)


def fetched(answer: Answer, path: str = "/a.png?id=1", *, patience_s: float = 5) -> Picture:
    with serving(answer) as (port, _asked):
        return fetch_picture(url=f"http://127.0.0.1:{port}{path}", reach=loopback(port), patience_s=patience_s)


def test_a_picture_comes_without_telling_who_asked() -> None:
    with serving(lambda request: send(request, PNG, Content_Type="text/html")) as (port, asked):
        picture = fetch_picture(url=f"http://127.0.0.1:{port}/ä b.png?id=1", reach=loopback(port))

    assert picture == Picture("image/png", PNG)
    assert asked[0].path == "/%C3%A4%20b.png?id=1"
    assert not {"cookie", "referer", "authorization"} & {name.lower() for name in asked[0].headers}


@pytest.mark.parametrize("body", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>hej</html>", b""])
def test_what_is_no_picture_by_its_bytes_is_refused_whatever_it_is_called(body: bytes) -> None:
    with pytest.raises(PictureRefused):
        fetched(lambda request: send(request, body, Content_Type="image/png"))


def test_more_than_five_megabytes_are_refused() -> None:
    with pytest.raises(PictureRefused, match="5 MB"):
        fetched(lambda request: send(request, PNG + bytes(5 * 1024 * 1024)))


def test_a_server_that_drips_is_cut_when_the_time_is_up() -> None:
    def drip(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        try:
            for _ in range(100):
                request.wfile.write(b"\x89")
                sleep(0.05)
        except OSError:
            return

    began = monotonic()
    with pytest.raises(PictureRefused):
        fetched(drip, patience_s=0.5)

    assert monotonic() - began < 2


def test_a_picture_that_breaks_off_is_refused() -> None:
    def break_off(request: BaseHTTPRequestHandler) -> None:
        send(request, PNG, Content_Length="100000")

    with pytest.raises(PictureRefused):
        fetched(break_off)


def test_redirects_are_followed_three_times_and_checked_each_time() -> None:
    def onward(request: BaseHTTPRequestHandler) -> None:
        steps = int(request.path.strip("/"))
        if steps == 0:
            send(request, PNG)
        else:
            send(request, b"", status=302, Location=f"/{steps - 1}")

    assert fetched(onward, "/3").content == PNG
    with pytest.raises(PictureRefused, match="redirects"):
        fetched(onward, "/4")


@pytest.mark.parametrize("target", ["http://10.0.0.1/", "http://127.0.0.2:22/", "file:///etc/passwd", "gopher://x/"])
def test_a_redirect_leads_nowhere_else_than_an_address_does(target: str) -> None:
    with serving(lambda request: send(request, b"", status=301, Location=target)) as (port, _asked):
        reach = Reach(ports=frozenset({port, 80}), allows=lambda address: str(address) == "127.0.0.1")

        with pytest.raises(PictureRefused):
            fetch_picture(url=f"http://127.0.0.1:{port}/", reach=reach)


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1/a.png", "http://localhost/a.png", "http://[::1]/a.png", "http://[::ffff:127.0.0.1]/a.png"),
        *("http://10.1.2.3/a.png", "http://192.168.1.1/a.png", "http://172.16.0.1/", "http://169.254.169.254/latest"),
        *("http://100.64.0.1/", "http://0.0.0.0/", "http://[fe80::1]/", "http://[fc00::1]/", "http://2130706433/"),
        *("http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://0x7f.1/", "http://224.0.0.1/"),
        *("https://a:b@example.com/", "http://example.com:8080/", "ftp://example.com/", "//example.com/", "http://"),
    ],
)
def test_addresses_inside_and_other_doors_are_refused(url: str) -> None:
    with pytest.raises(PictureRefused):
        fetch_picture(url=url)


def test_a_name_that_leads_inside_beside_the_world_is_refused_where_it_is_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """DNS rebinding: the name is asked once, and what was checked is what is connected to."""
    answers = [["93.184.215.14"], ["127.0.0.1"]]
    connected: list[object] = []

    def resolve(_host: str, port: int, **_facts: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answers.pop(0)]

    def refuse(_self: socket.socket, address: object) -> None:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket.socket, "connect", refuse)

    with pytest.raises(PictureRefused):
        fetch_picture(url="http://rebind.example/a.png")

    assert connected == [("93.184.215.14", 80)]
    assert answers == [["127.0.0.1"]]


def test_the_installations_own_network_stays_closed_whatever_mail_servers_may_reach(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LYHORD_REACH_PRIVATE_ADDRESSES", "1")

    with pytest.raises(PictureRefused):
        fetch_picture(url="http://127.0.0.1/a.png")
    assert PUBLIC.allows is is_public
    assert is_public(ip_address("93.184.215.14"))


@pytest.mark.parametrize(
    ("opening", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBP", "image/webp"),
        (b"<svg", ""),
        (b"", ""),
    ],
)
def test_pictures_are_known_by_their_first_bytes(opening: bytes, kind: str) -> None:
    assert picture_type(opening) == kind

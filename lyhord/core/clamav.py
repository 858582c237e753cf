"""The virus scanner's own protocol: clamd(8), command INSTREAM."""

import socket
import struct
from dataclasses import dataclass
from typing import IO, Final

CHUNK_BYTES: Final = 65_536
CONNECT_S: Final = 5.0
ANSWER_S: Final = 120.0
LONGEST_ANSWER: Final = 4_096


class ScannerAway(OSError):  # noqa: N818 -- a named fact: what was to be scanned waits
    """The scanner cannot be reached or broke off; ask again later."""


class ScannerRefused(Exception):  # noqa: N818 -- a named fact, told beside the file
    """The scanner will not scan this, for instance because it is larger than its StreamMaxLength."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """``words`` are the name of what was found, empty for a clean file."""

    is_infected: bool
    words: str


def scan(*, content: IO[bytes], address: str) -> Verdict:
    """Have clamd at ``tcp://host:port`` or ``unix:/path`` look at a file; raises ScannerAway or ScannerRefused."""
    try:
        with _line(address) as line:
            line.settimeout(ANSWER_S)
            answer = _exchange(line, content)
    except OSError as error:
        raise ScannerAway(str(error) or type(error).__name__) from error
    return _read(answer)


def _line(address: str) -> socket.socket:
    if address.startswith(("/", "unix:")):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(CONNECT_S)
        try:
            line.connect(address.removeprefix("unix:").removeprefix("//"))
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = address.removeprefix("tcp://").rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=CONNECT_S)


def _exchange(line: socket.socket, content: IO[bytes]) -> str:
    try:
        line.sendall(b"zINSTREAM\0")
        while chunk := content.read(CHUNK_BYTES):
            line.sendall(struct.pack("!I", len(chunk)) + chunk)
        line.sendall(struct.pack("!I", 0))
    except (BrokenPipeError, ConnectionResetError):
        # it answers and hangs up when the file grows too large; what it said may still be read
        pass
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        piece = line.recv(LONGEST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()


def _read(answer: str) -> Verdict:
    if not answer:
        raise ScannerAway("The scanner hung up without an answer.")
    if answer.endswith("OK"):
        return Verdict(is_infected=False, words="")
    if answer.endswith("FOUND"):
        return Verdict(is_infected=True, words=answer.removeprefix("stream:").removesuffix("FOUND").strip())
    raise ScannerRefused(answer.removesuffix("ERROR").strip()[:200])

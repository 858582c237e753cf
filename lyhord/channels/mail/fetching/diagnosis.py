"""Telling what an error of the network, of TLS or of the server means."""

import socket
import ssl
from typing import Final

from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from lyhord.channels.mail.fetching.trouble import Kind, Trouble
from lyhord.core.outgoing import AddressForbidden
from lyhord.core.sealing import CannotUnseal

_BUSY: Final = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]", "TRY AGAIN", "TOO MANY")
# the most special first
_KINDS: Final[tuple[tuple[type[BaseException], Kind], ...]] = (
    (CannotUnseal, "secret_lost"),
    (AddressForbidden, "forbidden_address"),
    (ssl.SSLCertVerificationError, "certificate"),
    (ssl.SSLEOFError, "cut"),
    (ConnectionResetError, "cut"),
    (BrokenPipeError, "cut"),
    (IMAPClientAbortError, "cut"),
    (ssl.SSLError, "tls"),
    (socket.gaierror, "no_such_host"),
    (UnicodeError, "no_such_host"),
    (TimeoutError, "timed_out"),
    (OSError, "unreachable"),
    (IMAPClientError, "server_said"),
)


def trouble_of(error: BaseException) -> Trouble:
    """What an error of the network, of TLS or of the server means."""
    if isinstance(error, Trouble):
        return error
    return Trouble(_kind(error), _words(error))


def _kind(error: BaseException) -> Kind:
    if isinstance(error, LoginError):
        # the library calls everything that goes wrong meanwhile an error of signing in
        if isinstance(error.__context__, IMAPClientAbortError):
            return "cut"
        return "busy" if any(sign in str(error).upper() for sign in _BUSY) else "wrong_password"
    return next((kind for meant, kind in _KINDS if isinstance(error, meant)), "server_said")


def _words(error: BaseException) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    text = str(error)
    if text.startswith(("b'", 'b"')) and text[-1] in "'\"":
        text = text[2:-1]
    return text or type(error).__name__

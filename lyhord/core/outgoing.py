"""Connections to addresses that people type in: to the world, not into the installation's own network."""

import socket
from ipaddress import ip_address

from lyhord.core.config import config


class AddressForbidden(OSError):  # noqa: N818 -- a named fact, told to whoever typed the address
    """The name leads to an address inside the own network, and the installation does not allow that."""


def connect(host: str, port: int, *, timeout_s: float) -> socket.socket:
    """Connect to the first of the host's addresses that answers; raises OSError, AddressForbidden among them.

    The address that was checked is the one that is connected to, so that a name cannot lead elsewhere in between.
    """
    refused: OSError | None = None
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        _require_allowed(str(address[0]), host)
        line = socket.socket(family, kind, protocol)
        line.settimeout(timeout_s)
        try:
            line.connect(address)
        except OSError as error:
            line.close()
            refused = error
        else:
            return line
    raise refused or OSError(f"{host} has no address.")


def _require_allowed(address: str, host: str) -> None:
    if config().reaches_private_addresses:
        return
    found = ip_address(address.partition("%")[0])
    found = getattr(found, "ipv4_mapped", None) or found
    if not found.is_global or found.is_multicast:
        raise AddressForbidden(f"{host} leads to {found}, an address that only exists inside a network.")

"""Connections to addresses that people type in: to the world, not into the installation's own network."""

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address
from time import monotonic

from lyhord.core.config import config

Allows = Callable[[IPv4Address | IPv6Address], bool]


class AddressForbidden(OSError):  # noqa: N818 -- a named fact, told to whoever typed the address
    """The name leads to an address inside the own network, and the installation does not allow that."""


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is of the world at large: not loopback, private, link-local, shared, reserved or multicast."""
    return address.is_global and not address.is_multicast


def connect(host: str, port: int, *, timeout_s: float, allows: Allows | None = None) -> socket.socket:
    """Connect to the first of the host's addresses that answers; raises OSError, AddressForbidden among them.

    The address that was checked is the one that is connected to, so that a name cannot lead elsewhere in between.
    ``timeout_s`` is for all addresses together. ``allows`` decides instead of the installation's setting.
    """
    ends = monotonic() + timeout_s
    refused: OSError | None = None
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        _require_allowed(str(address[0]), host, allows or _as_installed)
        line = socket.socket(family, kind, protocol)
        line.settimeout(max(ends - monotonic(), 0.05))
        try:
            line.connect(address)
        except OSError as error:
            line.close()
            refused = error
        else:
            line.settimeout(timeout_s)
            return line
    raise refused or OSError(f"{host} has no address.")


def _as_installed(address: IPv4Address | IPv6Address) -> bool:
    return config().reaches_private_addresses or is_public(address)


def _require_allowed(address: str, host: str, allows: Allows) -> None:
    written = ip_address(address.partition("%")[0])
    found = _within(written)
    if not allows(found):
        raise AddressForbidden(f"{host} leads to {found}, an address that only exists inside a network.")


def _within(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Where an address that carries another one leads (RFC 4291 §2.5.5.2, RFC 3056, RFC 4380, RFC 6052)."""
    if isinstance(address, IPv4Address):
        return address
    if int(address) >> 32 == 0x64FF9B << 72:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else address)

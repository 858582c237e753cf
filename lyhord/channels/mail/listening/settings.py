import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from lyhord.core.config import Config, ConfigError

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenerSettings:
    """How the door is kept; limits hold per client address, and `trusted` networks are exempt from them."""

    host: str
    smtp_port: int
    lmtp_port: int | None
    hostname: str
    database_url: str
    message_limit_bytes: int
    connections_per_client: int
    messages_per_minute: int
    trusted: tuple[Network, ...]
    certificate: Path | None
    certificate_key: Path | None

    def tls_context(self) -> ssl.SSLContext | None:
        """The context for STARTTLS; None when no certificate is configured. Raises OSError for unreadable files."""
        if self.certificate is None:
            return None
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.certificate, self.certificate_key)
        return context


def listener_settings(config: Config, env: Mapping[str, str]) -> ListenerSettings:
    """The installation's settings with what only the listener needs; raises ConfigError naming the variable to mend."""
    return ListenerSettings(
        host=config.smtp_host,
        smtp_port=config.smtp_port,
        lmtp_port=config.lmtp_port,
        hostname=urlsplit(config.public_url).hostname or "localhost",
        database_url=config.database_url,
        message_limit_bytes=_whole(env, "LYHORD_SMTP_MESSAGE_LIMIT_MB", default=50) * 1024 * 1024,
        connections_per_client=_whole(env, "LYHORD_SMTP_CONNECTIONS_PER_CLIENT", default=20),
        messages_per_minute=_whole(env, "LYHORD_SMTP_MESSAGES_PER_MINUTE", default=120),
        trusted=_networks(env.get("LYHORD_SMTP_TRUSTED", "127.0.0.0/8 ::1/128")),
        certificate=_path(env, "LYHORD_SMTP_CERTIFICATE"),
        certificate_key=_path(env, "LYHORD_SMTP_KEY"),
    )


def _whole(env: Mapping[str, str], name: str, *, default: int) -> int:
    text = env.get(name, "").strip()
    if text and (not text.isdecimal() or int(text) < 1):
        raise ConfigError(f"{name} is “{text}”; it must be a whole number of at least 1.")
    return int(text) if text else default


def _networks(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(each) for each in text.replace(",", " ").split())
    except ValueError as error:
        raise ConfigError(
            f"LYHORD_SMTP_TRUSTED holds networks such as 10.0.0.0/8, divided by blanks: {error}"
        ) from None


def _path(env: Mapping[str, str], name: str) -> Path | None:
    text = env.get(name, "").strip()
    if text and not Path(text).is_file():
        raise ConfigError(f"{name} is “{text}”, which is no file that can be read.")
    return Path(text) if text else None

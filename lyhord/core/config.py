"""What an installation is told by its environment, read once and checked."""

import hashlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from lyhord.core.plain_errors import PlainError

SOCKET_PATH_LIMIT_BYTES = 107
SOCKET_NAME = ".s.PGSQL.5432"
LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")
WILDCARD_HOSTS = ("0.0.0.0", "::", "")  # noqa: S104 -- recognised, not bound
HIGHEST_PORT = 65535
_YES = ("1", "true", "yes", "on")
_NO = ("0", "false", "no", "off", "")


class ConfigError(PlainError):
    """A setting that cannot be used; the message names the variable and what it should look like."""


@dataclass(frozen=True, kw_only=True)
class Relay:
    """The SMTP server that takes our outgoing mail; `is_implicit_tls` is true for smtps://.

    ``requires_tls`` sends nothing without encryption; ``is_typed`` marks a host that somebody typed on a page, which
    must not lie inside the own network unless that is allowed.
    """

    host: str
    port: int
    user: str
    password: str
    is_implicit_tls: bool
    requires_tls: bool = False
    is_typed: bool = False


@dataclass(frozen=True, kw_only=True)
class Config:
    """Everything that varies from one installation to the next."""

    home: Path
    host: str
    port: int
    smtp_host: str
    smtp_port: int
    lmtp_port: int | None
    database_url: str
    is_embedded: bool
    public_url: str
    organisation: str
    allowed_hosts: tuple[str, ...]
    demo: bool
    debug: bool
    web_workers: int
    relay_url: str | None
    files_dir: Path
    attachment_limit_mb: int
    given_secret_key: str
    former_secret_keys: tuple[str, ...] = ()
    reaches_private_addresses: bool = False
    authserv_ids: frozenset[str] = frozenset()
    clamd: str = ""

    @property
    def database_dir(self) -> Path:
        return self.home / "postgres"

    @property
    def socket_dir(self) -> Path:
        return socket_dir_for(home=self.home)

    @property
    def secret_key_path(self) -> Path:
        return self.home / "secret.key"

    @property
    def log_dir(self) -> Path:
        return self.home / "log"

    @cached_property
    def secret_key(self) -> str:
        """LYHORD_SECRET_KEY, or the key in `home/secret.key`, made at first use and readable by its owner only."""
        return self.given_secret_key or _kept_secret(self.secret_key_path)

    @property
    def relay(self) -> Relay | None:
        """Where outgoing mail goes; None means the local sink."""
        return _parse_relay(self.relay_url) if self.relay_url else None

    def database_settings(self) -> dict[str, object]:
        """The database as Django's DATABASES wants it, without the keys that are Django's own business."""
        parts = _connection_parts(self.database_url)
        named = {key: parts.pop(key, "") or "" for key in ("dbname", "user", "password", "host", "port")}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": named["dbname"],
            "USER": named["user"],
            "PASSWORD": named["password"],
            "HOST": named["host"],
            "PORT": str(named["port"]),
            "OPTIONS": {key: value for key, value in parts.items() if value is not None},
        }


@cache
def config() -> Config:
    """The configuration of this process, read from its environment at the first call."""
    return read_config(os.environ)


def read_config(env: Mapping[str, str]) -> Config:
    """Read and check `env`; raises ConfigError that names the variable to mend."""
    home = _home(env)
    host = env.get("LYHORD_HOST") or "127.0.0.1"
    port = _whole(env, "LYHORD_PORT", default=8000, highest=HIGHEST_PORT)
    public_url = _url(env, "LYHORD_PUBLIC_URL", default=_local_url(host, port))
    given_url = env.get("DATABASE_URL", "").strip()
    relay_url = env.get("LYHORD_RELAY", "").strip() or None
    if relay_url:
        _parse_relay(relay_url)
    return Config(
        home=home,
        host=host,
        port=port,
        smtp_host=env.get("LYHORD_SMTP_HOST") or host,
        smtp_port=_whole(env, "LYHORD_SMTP_PORT", default=8025, highest=HIGHEST_PORT),
        lmtp_port=_whole(env, "LYHORD_LMTP_PORT", default=0, lowest=0, highest=HIGHEST_PORT) or None,
        database_url=_checked_database_url(given_url) if given_url else embedded_url(home=home),
        is_embedded=not given_url,
        public_url=public_url,
        organisation=env.get("LYHORD_ORGANISATION", "").strip(),
        allowed_hosts=_allowed_hosts(env, host=host, public_url=public_url),
        demo=_yes_or_no(env, "LYHORD_DEMO"),
        debug=_yes_or_no(env, "LYHORD_DEBUG"),
        web_workers=_whole(env, "LYHORD_WEB_WORKERS", default=2, highest=64),
        relay_url=relay_url,
        files_dir=Path(env["LYHORD_FILES_DIR"]).expanduser().absolute()
        if env.get("LYHORD_FILES_DIR")
        else home / "files",
        attachment_limit_mb=_whole(env, "LYHORD_ATTACHMENT_LIMIT_MB", default=25, highest=1024),
        given_secret_key=env.get("LYHORD_SECRET_KEY", ""),
        former_secret_keys=tuple(env.get("LYHORD_FORMER_SECRET_KEYS", "").split()),
        reaches_private_addresses=_yes_or_no(env, "LYHORD_REACH_PRIVATE_ADDRESSES"),
        authserv_ids=frozenset(env.get("LYHORD_AUTHSERV_ID", "").replace(",", " ").lower().split()),
        clamd=_clamd(env),
    )


def socket_dir_for(*, home: Path) -> Path:
    """A folder for the database's socket whose path fits the 107 bytes a Unix socket may have."""
    near = home / "run"
    if len(os.fsencode(near / SOCKET_NAME)) <= SOCKET_PATH_LIMIT_BYTES:
        return near
    name = "lyhord-" + hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    return Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()) / name


def embedded_url(*, home: Path) -> str:
    """The address of the embedded database of `home`: its socket, role and database are all Lyhörd's own."""
    return f"postgresql://lyhord@/lyhord?host={quote(str(socket_dir_for(home=home)), safe='')}"


def _home(env: Mapping[str, str]) -> Path:
    if env.get("LYHORD_HOME"):
        return Path(env["LYHORD_HOME"]).expanduser().absolute()
    if os.geteuid() == 0:
        return Path("/var/lib/lyhord")
    return Path(env.get("XDG_DATA_HOME") or "~/.local/share").expanduser() / "lyhord"


def _local_url(host: str, port: int) -> str:
    name = "127.0.0.1" if host in WILDCARD_HOSTS else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def _allowed_hosts(env: Mapping[str, str], *, host: str, public_url: str) -> tuple[str, ...]:
    given = [name.strip() for name in env.get("LYHORD_ALLOWED_HOSTS", "").split(",") if name.strip()]
    own = urlsplit(public_url).hostname or ""
    listening = [] if host in WILDCARD_HOSTS else [host]
    names = [*given, f"[{own}]" if ":" in own else own, *listening, *LOOPBACK_HOSTS]
    return tuple(dict.fromkeys(names))


def _whole(env: Mapping[str, str], name: str, *, default: int, lowest: int = 1, highest: int) -> int:
    text = env.get(name, "").strip()
    if not text:
        return default
    if not text.isdecimal() or not lowest <= int(text) <= highest:
        raise ConfigError(f"{name} is “{text}”; it must be a whole number between {lowest} and {highest}.")
    return int(text)


def _clamd(env: Mapping[str, str]) -> str:
    text = env.get("LYHORD_CLAMD", "").strip()
    is_path = text.startswith(("/", "unix:/"))
    host, _colon, port = text.removeprefix("tcp://").rpartition(":")
    if text and not is_path and not (host and port.isdecimal() and 0 < int(port) <= HIGHEST_PORT):
        raise ConfigError(f"LYHORD_CLAMD is “{text}”; write tcp://127.0.0.1:3310 or unix:/run/clamav/clamd.ctl.")
    return text


def _yes_or_no(env: Mapping[str, str], name: str) -> bool:
    text = env.get(name, "").strip().lower()
    if text not in _YES + _NO:
        raise ConfigError(f"{name} is “{text}”; write 1 for yes or 0 for no.")
    return text in _YES


def _url(env: Mapping[str, str], name: str, *, default: str) -> str:
    text = (env.get(name, "").strip() or default).rstrip("/")
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigError(f"{name} is “{text}”; it must be a whole address, such as https://support.example.com.")
    return text


def _checked_database_url(text: str) -> str:
    if not text.startswith(("postgresql://", "postgres://")):
        raise ConfigError("DATABASE_URL must look like postgresql://user:password@host:5432/name.")
    _connection_parts(text)
    return text


def _connection_parts(url: str) -> dict[str, object]:
    # psycopg weighs 18 MB, which the supervisor and its embedded database do without
    from psycopg import ProgrammingError  # noqa: PLC0415
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415

    try:
        return dict(conninfo_to_dict(url))
    except ProgrammingError as error:
        raise ConfigError(f"DATABASE_URL cannot be understood: {error}") from None


def _parse_relay(text: str) -> Relay:
    parts = urlsplit(text)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ConfigError("LYHORD_RELAY must look like smtp://user:password@host:587 (or smtps:// for TLS at once).")
    try:
        port = parts.port
    except ValueError:
        raise ConfigError(f"LYHORD_RELAY has a port that is not a number between 1 and {HIGHEST_PORT}.") from None
    is_implicit_tls = parts.scheme == "smtps"
    return Relay(
        host=parts.hostname,
        port=port or (465 if is_implicit_tls else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_implicit_tls=is_implicit_tls,
    )


def _kept_secret(path: Path) -> str:
    if path.exists():
        return _read_secret(path)
    path.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        # link() lets exactly one of several processes that start at once give the key
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return _read_secret(path)


def _read_secret(path: Path) -> str:
    try:
        key = path.read_text().strip()
    except PermissionError:
        raise ConfigError(f"{path} cannot be read by this account; run Lyhörd as the account that made it.") from None
    if not key:
        raise ConfigError(f"{path} is empty; put a long random text in it, or remove it to get a new key.")
    return key

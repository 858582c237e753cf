from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Tls = Literal["implicit", "starttls", "none"]
After = Literal["nothing", "seen", "move"]
Start = Literal["new", "days", "all"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """How to sign in: `secret` is the password or the refresh token, both still sealed."""

    user: str
    auth: str
    secret: str = field(repr=False)
    token_url: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    scope: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A folder to fetch from, and what is remembered of it; `address` is our mailbox that its mail is booked on."""

    key: int
    address: str
    host: str
    port: int
    tls: Tls
    credentials: Credentials
    folder: str
    after: After
    move_to: str
    start: Start
    start_days: int
    series: int
    uid_validity: int | None
    began_at: datetime | None
    first_uid: int
    latest_uid: int


@dataclass(frozen=True, slots=True)
class Sighting:
    """A message as the server lists it, before anything of it is read."""

    uid: int
    size_bytes: int
    arrived_at: datetime


@dataclass(frozen=True, slots=True)
class Fetched:
    """A message as it was fetched; a message above the size limit has only its header in `raw`."""

    sighting: Sighting
    raw: bytes
    is_whole: bool = True

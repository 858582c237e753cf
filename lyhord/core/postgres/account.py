import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from lyhord.core.postgres.errors import PostgresError

SERVICE_NAME = "lyhord-postgres"


class Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, kw_only=True)
class Account:
    """The system account the database runs as: ourselves, or one of its own when we are root."""

    name: str
    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        return self.uid != os.geteuid()

    def identity(self) -> Identity:
        """The arguments that make `subprocess` run something as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.is_other else {}

    def may_run(self, path: Path) -> bool:
        """Whether this account can reach `path` and execute (or, a folder, enter) it."""
        if not self.is_other:
            return os.access(path, os.X_OK)
        command = ["/usr/bin/test", "-x", str(path)]
        return subprocess.run(command, check=False, cwd="/", **self.identity()).returncode == 0  # noqa: S603


def database_account() -> Account:
    """Ourselves, or as root (whom PostgreSQL refuses) the account `lyhord-postgres`, made when missing."""
    if os.geteuid() != 0:
        return Account(name="", uid=os.geteuid(), gid=os.getegid())
    try:
        entry = pwd.getpwnam(SERVICE_NAME)
    except KeyError:
        _create_service_account()
        entry = pwd.getpwnam(SERVICE_NAME)
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


def _create_service_account() -> None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    command = [
        useradd or "",
        "--system",
        "--user-group",
        "--no-create-home",
        "--shell",
        "/usr/sbin/nologin",
        SERVICE_NAME,
    ]
    if useradd is None or subprocess.run(command, check=False, capture_output=True).returncode != 0:  # noqa: S603
        raise PostgresError(
            f"PostgreSQL does not run as root, and the system account {SERVICE_NAME} could not be made. "
            "Create it, run Lyhörd as an ordinary user, or set DATABASE_URL to a database of your own."
        )

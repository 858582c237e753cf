import os
import subprocess
from collections.abc import Sequence

from lyhord.core.backup.archive import BackupError
from lyhord.core.config import Config
from lyhord.core.postgres.account import Account
from lyhord.core.postgres.binaries import find_programs


def program(config: Config, name: str) -> str:
    """The path of one of PostgreSQL's own programs, to be run by ourselves."""
    ourselves = Account(name="", uid=os.geteuid(), gid=os.getegid())
    return str(find_programs(account=ourselves, home=config.home) / name)


def require_success(done: "subprocess.Popen[bytes] | subprocess.CompletedProcess[bytes]", *, said: bytes) -> None:
    """Raise BackupError with the program's own words unless it succeeded."""
    if done.returncode != 0:
        name = (done.args if isinstance(done.args, Sequence) else [done.args])[0]
        words = said.decode(errors="replace").strip() or f"code {done.returncode}"
        raise BackupError(f"{str(name).rpartition('/')[2]} failed: {words}")

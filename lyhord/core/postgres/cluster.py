import hashlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lyhord.core.config import SOCKET_NAME, Config
from lyhord.core.lifelines import die_with_parent
from lyhord.core.postgres.account import Account, database_account
from lyhord.core.postgres.binaries import find_programs
from lyhord.core.postgres.errors import PostgresError
from lyhord.core.postgres.stale import clear_stale_locks

ROLE = DATABASE = "lyhord"
LOG_LIMIT_BYTES = 10_000_000
READY_DEADLINE_S = 120.0
STOP_DEADLINE_S = 20.0
POLL_S = 0.02

# Sized so that the whole system rests below 400 MB; 60 connections are 2 web processes with 8 threads, worker,
# mail and people at a console, with room to spare.
SERVER_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "96MB",
    "effective_cache_size": "1GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "io_method": "sync",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "log_checkpoints": "off",
}
# What a test run may lose is worth nothing, and waiting for the disk is most of its time.
FORGETFUL_SETTINGS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """One embedded PostgreSQL: where its files, socket and programs are, and who runs it."""

    home: Path
    data_dir: Path
    socket_dir: Path
    log: Path
    programs: Path
    account: Account
    settings: Mapping[str, str] = field(default_factory=lambda: SERVER_SETTINGS)

    @property
    def name(self) -> str:
        """A name in the command line of every process of the server, by which its remains are known."""
        return "lyhord-" + hashlib.sha256(os.fsencode(self.data_dir)).hexdigest()[:12]

    def create(self) -> None:
        """Make role, database and files unless they exist; a crash on the way leaves nothing that looks made."""
        if (self.data_dir / "PG_VERSION").exists():
            return
        draft = self.data_dir.with_name("postgres.draft")
        shutil.rmtree(draft, ignore_errors=True)
        self._own_dir(draft)
        self._run("initdb", "-U", ROLE, "-A", "trust", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin",
                  "--builtin-locale=C.UTF-8", "--no-instructions", "-D", str(draft))  # fmt: skip
        self._run("postgres", "--single", "-D", str(draft), "postgres", stdin=f"CREATE DATABASE {DATABASE}\n")
        draft.rename(self.data_dir)

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start the server as our child; SIGINT stops it, and it stops by itself when we are killed."""
        self._own_dir(self.socket_dir)
        clear_stale_locks(
            cluster_name=self.name,
            data_dir=self.data_dir,
            socket_lock=self.socket_dir / f"{SOCKET_NAME}.lock",
        )
        _rotate(self.log)
        with self.log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603
                self._command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGINT),  # noqa: PLW1509 -- called from a single thread
                **self.account.identity(),
            )

    def is_ready(self) -> bool:
        """Whether the database accepts connections now."""
        command = [self._program("pg_isready"), "-q", "-t", "3", "-U", ROLE, "-d", DATABASE, "-h", str(self.socket_dir)]
        return subprocess.run(command, check=False, cwd="/").returncode == 0  # noqa: S603

    def start(self, *, deadline_s: float = READY_DEADLINE_S) -> subprocess.Popen[bytes]:
        """Start and wait until ready; raises PostgresError with the end of the log when it does not come up."""
        child = self.spawn()
        expires = time.monotonic() + deadline_s
        while not self.is_ready():
            if child.poll() is not None:
                raise PostgresError(f"PostgreSQL ended at once:\n{self._end_of_log()}")
            if time.monotonic() > expires:
                stop(child)
                raise PostgresError(f"PostgreSQL was not ready within {deadline_s:.0f} s:\n{self._end_of_log()}")
            time.sleep(POLL_S)
        return child

    def _command(self) -> list[str]:
        settings = {
            **self.settings,
            "cluster_name": self.name,
            "unix_socket_directories": str(self.socket_dir),
            "unix_socket_permissions": "0700",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [self._program("postgres"), "-D", str(self.data_dir), *options]

    def _program(self, name: str) -> str:
        return str(self.programs / name)

    def _run(self, program: str, *arguments: str, stdin: str = "") -> None:
        command = [self._program(program), *arguments]
        done = subprocess.run(  # noqa: S603
            command, check=False, input=stdin, text=True, capture_output=True, cwd="/", **self.account.identity()
        )
        if done.returncode != 0:
            raise PostgresError(f"{program} failed:\n{done.stderr.strip()}")

    def _own_dir(self, path: Path) -> None:
        path.mkdir(mode=0o700, exist_ok=True)
        if path.is_symlink() or path.stat().st_uid not in (os.geteuid(), self.account.uid):
            raise PostgresError(f"{path} belongs to somebody else; remove it, or set LYHORD_HOME to another folder.")
        if self.account.is_other:
            os.chown(path, self.account.uid, self.account.gid)
        path.chmod(0o700)

    def _end_of_log(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])


def cluster_for(config: Config, *, is_durable: bool = True) -> Cluster:
    """The embedded database of `config.home`, with its folders made.

    Raises PostgresError when the account that must run it cannot reach the home.
    """
    account = database_account()
    prepare_home(config, account=account)
    return Cluster(
        home=config.home,
        data_dir=config.database_dir,
        socket_dir=config.socket_dir,
        log=config.log_dir / "postgres.log",
        programs=find_programs(account=account, home=config.home),
        account=account,
        settings=SERVER_SETTINGS if is_durable else SERVER_SETTINGS | FORGETFUL_SETTINGS,
    )


def prepare_home(config: Config, *, account: Account) -> None:
    """Make the home and its folders; the home itself may be passed through, its parents stay as they are."""
    try:
        config.home.mkdir(mode=0o711, parents=True, exist_ok=True)
        config.log_dir.mkdir(mode=0o700, exist_ok=True)
        (config.home / "static").mkdir(exist_ok=True)
        config.files_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise PostgresError(
            f"{config.home} cannot be used: {error.strerror}. Set LYHORD_HOME to a folder of yours."
        ) from None
    if account.is_other and not account.may_run(config.home):
        config.home.chmod(config.home.stat().st_mode & 0o7777 | 0o011)
    if not account.may_run(config.home):
        raise PostgresError(
            f"The account {account.name}, which runs PostgreSQL, cannot reach {config.home}: "
            "a folder above it is closed. Set LYHORD_HOME to one that others may pass through, such as /var/lib/lyhord."
        )


def stop(child: subprocess.Popen[bytes], *, deadline_s: float = STOP_DEADLINE_S) -> None:
    """Stop the server fast and cleanly; by force when the deadline has passed (it then recovers at its next start)."""
    for sign in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if child.poll() is not None:
            return
        child.send_signal(sign)
        try:
            child.wait(timeout=deadline_s if sign is signal.SIGINT else 5)
        except subprocess.TimeoutExpired:
            continue


def _rotate(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
        log.rename(log.with_suffix(".1.log"))

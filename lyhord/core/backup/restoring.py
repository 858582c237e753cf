import os
import shutil
import signal
import subprocess
import tarfile
from pathlib import Path

import psycopg
from tqdm import tqdm

from lyhord.core.backup.archive import CHUNK_BYTES, DUMP, FILES, KEY, BackupError, Manifest, Progress, verify
from lyhord.core.backup.programs import program, require_success
from lyhord.core.config import Config
from lyhord.core.lifelines import die_with_parent

# Everything we own lives in this schema: emptied and filled in one transaction, a crash leaves what was there before.
EMPTY = "DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public"


def restore_backup(config: Config, *, source: Path, is_forced: bool = False) -> Manifest:
    """Bring a backup back: attachments first, then the whole database in one transaction.

    The file is read and checked to its end before anything is touched. Raises BackupError when it is not whole, or
    when the database is not empty and `is_forced` is not set. Interrupted at any point, the database is as it was.
    """
    with tqdm(desc="Checking", total=source.stat().st_size, unit="B", unit_scale=True) as bar:
        manifest = verify(source, progress=bar.update)
    if not is_forced:
        _require_empty(config)
    # at a place of its own in the home, so that what a killed restore leaves is found and removed by the next
    dump = config.home / "restore.dump"
    try:
        with (
            tarfile.open(source, "r:") as archive,
            tqdm(desc="Attachments", total=source.stat().st_size, unit="B", unit_scale=True) as bar,
        ):
            _extract(archive, config=config, dump=dump, progress=bar.update)
        _load_database(config, dump=dump)
    finally:
        dump.unlink(missing_ok=True)
    return manifest


def _require_empty(config: Config) -> None:
    with psycopg.connect(config.database_url) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    if row and row[0]:
        raise BackupError(
            "The database is not empty. Restore into a new --home, or write --force to replace all that is in it."
        )


def _extract(archive: tarfile.TarFile, *, config: Config, dump: Path, progress: Progress) -> None:
    for member in archive:
        content = archive.extractfile(member)
        target = _target_of(member.name, config=config, dump=dump)
        if content is None or target is None:
            continue
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = target.with_name(f"{target.name}.draft")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            shutil.copyfileobj(content, file, CHUNK_BYTES)
        draft.replace(target)
        progress(member.size)


def _target_of(name: str, *, config: Config, dump: Path) -> Path | None:
    if name == DUMP:
        return dump
    if name.startswith(FILES):
        return config.files_dir / name.removeprefix(FILES)
    if name == KEY and not config.given_secret_key:
        if config.secret_key_path.exists():
            config.secret_key_path.replace(config.secret_key_path.with_name("secret.key.former"))
        return config.secret_key_path
    return None


def _load_database(config: Config, *, dump: Path) -> None:
    unpack = [program(config, "pg_restore"), "--no-owner", "--no-acl", "--file=-", str(dump)]
    load = [program(config, "psql"), "--no-psqlrc", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1",
            "--single-transaction", f"--dbname={config.database_url}", f"--command={EMPTY}", "--file=-"]  # fmt: skip
    with subprocess.Popen(unpack, stdout=subprocess.PIPE) as script:  # noqa: S603
        # a restore that is killed takes its loading with it, so that nothing of it commits later
        ending_with_us = die_with_parent(signal.SIGKILL)
        loaded = subprocess.run(  # noqa: S603
            load,
            check=False,
            stdin=script.stdout,
            stderr=subprocess.PIPE,
            preexec_fn=ending_with_us,
        )
    require_success(loaded, said=_errors_in(loaded.stderr))
    require_success(script, said=b"the dump could not be read")


def _errors_in(said: bytes) -> bytes:
    # besides errors, psql tells of every object that the emptied schema took with it
    return b"\n".join(line for line in said.splitlines() if b"ERROR" in line or b"FATAL" in line)

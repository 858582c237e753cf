import io
import os
import subprocess
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tqdm import tqdm

from lyhord import __version__
from lyhord.core.backup.archive import DUMP, FILES, FORMAT, KEY, MANIFEST, BackupError, Manifest, add_file
from lyhord.core.backup.programs import program, require_success
from lyhord.core.config import Config

POLL_S = 0.2


def make_backup(config: Config, *, target: Path) -> Manifest:
    """Write database, attachments and the home's own secret key to `target` while everything runs.

    The database is read in one snapshot, then the attachments: their files are written before their rows commit, so
    that all the snapshot knows are there. The key goes along because passwords in the database are sealed with it;
    one given by the environment stays there. `target` appears under its name only when it is whole and on the disk.
    """
    target = target.absolute()
    if not target.parent.is_dir():
        raise BackupError(f"The folder {target.parent} does not exist; create it first.")
    partial = target.with_name(f"{target.name}.partial")
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".lyhord-dump-") as dump:
            _dump_database(config, target=Path(dump.name))
            manifest = _write(config, dump=Path(dump.name), partial=partial)
        partial.replace(target)
        _settle(target.parent)
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def _dump_database(config: Config, *, target: Path) -> None:
    command = [program(config, "pg_dump"), "--format=custom", "--no-owner", "--no-acl", "--file", str(target)]
    with (
        tempfile.TemporaryFile() as words,
        subprocess.Popen([*command, "--dbname", config.database_url], stderr=words) as child,  # noqa: S603
        tqdm(desc="Database", unit="B", unit_scale=True, leave=False) as bar,
    ):
        while child.returncode is None:
            try:
                child.wait(timeout=POLL_S)
            except subprocess.TimeoutExpired:
                bar.update(target.stat().st_size - bar.n)
        words.seek(0)
        require_success(child, said=words.read())


def _write(config: Config, *, dump: Path, partial: Path) -> Manifest:
    attachments = sorted(path for path in config.files_dir.rglob("*") if path.is_file())
    total = dump.stat().st_size + sum(path.stat().st_size for path in attachments)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with (
        os.fdopen(descriptor, "wb") as file,
        tarfile.open(fileobj=file, mode="w") as archive,
        tqdm(desc="Backup", total=total, unit="B", unit_scale=True) as bar,
    ):
        members = {DUMP: add_file(archive, name=DUMP, path=dump, progress=bar.update)}
        if not config.given_secret_key and config.secret_key_path.exists():
            members[KEY] = add_file(archive, name=KEY, path=config.secret_key_path, progress=bar.update)
        for path in attachments:
            name = FILES + path.relative_to(config.files_dir).as_posix()
            members[name] = add_file(archive, name=name, path=path, progress=bar.update)
        manifest = Manifest(format=FORMAT, version=__version__, made_at=datetime.now(UTC).isoformat(), members=members)
        _add_manifest(archive, manifest)
        archive.close()
        file.flush()
        os.fsync(file.fileno())
    return manifest


def _add_manifest(archive: tarfile.TarFile, manifest: Manifest) -> None:
    content = manifest.encoded()
    member = tarfile.TarInfo(MANIFEST)
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))


def _settle(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

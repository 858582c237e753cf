import hashlib
import json
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

from lyhord.core.plain_errors import PlainError

FORMAT = 1
DUMP = "database.dump"
FILES = "files/"
KEY = "secret.key"
MANIFEST = "manifest.json"
CHUNK_BYTES = 1 << 20

Progress = Callable[[int], object]


class BackupError(PlainError):
    """A backup cannot be made, is not whole, or cannot be brought back; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """Written last: a file without it was cut off. ``members`` maps names to SHA-256."""

    format: int
    version: str
    made_at: str
    members: dict[str, str]

    def encoded(self) -> bytes:
        return json.dumps(asdict(self), indent=1).encode()


class Hashed:
    """A file that is hashed and counted while somebody reads it."""

    def __init__(self, file: IO[bytes], progress: Progress) -> None:
        self._file = file
        self._progress = progress
        self._sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._file.read(size)
        self._sha256.update(chunk)
        self._progress(len(chunk))
        return chunk

    def digest(self) -> str:
        return self._sha256.hexdigest()


def add_file(archive: tarfile.TarFile, *, name: str, path: Path, progress: Progress) -> str:
    """Put a file in the archive under `name` and return its SHA-256."""
    with path.open("rb") as file:
        member = archive.gettarinfo(arcname=name, fileobj=file)
        member.uid = member.gid = 0
        member.uname = member.gname = ""
        hashed = Hashed(file, progress)
        archive.addfile(member, cast("IO[bytes]", hashed))
        return hashed.digest()


def verify(path: Path, *, progress: Progress) -> Manifest:
    """Read the whole file and compare every checksum; raises BackupError when it is cut off or damaged."""
    try:
        with tarfile.open(path, "r:") as archive:
            found = dict(_digests(archive, progress))
            manifest = _manifest_of(archive)
    except (tarfile.TarError, OSError, KeyError, ValueError, TypeError) as error:
        raise BackupError(
            f"{path} is no whole backup ({error or type(error).__name__}); nothing was changed."
        ) from None
    if manifest.format > FORMAT:
        raise BackupError(f"{path} was made by a newer Lyhörd ({manifest.version}); update first.")
    if found != manifest.members:
        damaged = sorted(name for name in {*found, *manifest.members} if found.get(name) != manifest.members.get(name))
        raise BackupError(f"{path} is damaged: {', '.join(damaged[:5])} differ; nothing was changed.")
    return manifest


def _digests(archive: tarfile.TarFile, progress: Progress) -> Iterator[tuple[str, str]]:
    for member in archive:
        if member.name == MANIFEST:
            continue
        file = archive.extractfile(member)
        if file is None or not _is_safe(member.name):
            raise BackupError(f"{member.name} does not belong in a backup; nothing was changed.")
        hashed = Hashed(file, progress)
        while hashed.read(CHUNK_BYTES):
            continue
        yield member.name, hashed.digest()


def _manifest_of(archive: tarfile.TarFile) -> Manifest:
    file = archive.extractfile(MANIFEST)
    if file is None:
        raise KeyError(MANIFEST)
    return Manifest(**json.load(file))


def _is_safe(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return name in (DUMP, KEY) or (name.startswith(FILES) and ".." not in parts and len(parts) > 1)

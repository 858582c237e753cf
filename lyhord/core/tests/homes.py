import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def open_home() -> Iterator[Path]:
    """A new home that the database's account can reach (pytest's own folders are closed to it), removed at the end."""
    home = Path(tempfile.mkdtemp(prefix="lyhord-home-"))
    home.chmod(0o755)
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)

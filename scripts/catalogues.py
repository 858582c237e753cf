"""Compile catalogues (.po) to what gettext reads (.mo); run by make and while a wheel is built."""

from pathlib import Path

import polib

ROOT = Path(__file__).parent.parent / "lyhord"


def compile_catalogues(root: Path = ROOT) -> list[Path]:
    """Compile every catalogue below `root` that is newer than its result; returns the results written."""
    stale = [source for source in sorted(root.rglob("*.po")) if _is_stale(source)]
    for source in stale:
        polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
    return [source.with_suffix(".mo") for source in stale]


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


if __name__ == "__main__":
    compile_catalogues()

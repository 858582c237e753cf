from collections.abc import Callable, Iterator

from lyhord.core.checking.database import database_answers, migrations_applied, vectors_present
from lyhord.core.checking.finding import Finding
from lyhord.core.checking.machine import files_are_writable, public_address_is_safe, secret_is_ours
from lyhord.core.checking.network import ports_are_free_or_ours, relay_answers, scanner_answers
from lyhord.core.config import Config

Check = Callable[[Config], Finding]

ALL: tuple[Check, ...] = (
    database_answers,
    migrations_applied,
    vectors_present,
    files_are_writable,
    secret_is_ours,
    public_address_is_safe,
    ports_are_free_or_ours,
    relay_answers,
    scanner_answers,
)


def run_checks(config: Config) -> Iterator[Finding]:
    """Every check in turn; a check never raises. Django must be loaded and the database started."""
    return (check(config) for check in ALL)

from django.db import Error, connection

from lyhord.core.checking.finding import Finding, failure, good, note
from lyhord.core.config import Config
from lyhord.core.migrating import missing_migrations

OLDEST_VERSION = 16


def database_answers(config: Config) -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            version = str(cursor.fetchone()[0])
    except Error as error:
        return failure(f"The database does not answer ({_first_line(error)}). Check DATABASE_URL.")
    if int(version.split(".", maxsplit=1)[0]) < OLDEST_VERSION:
        return failure(f"The database is PostgreSQL {version}; Lyhörd needs {OLDEST_VERSION} or later.")
    return good(f"The database answers (PostgreSQL {version}, {'embedded' if config.is_embedded else 'your own'}).")


def migrations_applied(config: Config) -> Finding:  # noqa: ARG001 -- every check is given it
    try:
        missing = missing_migrations()
    except Error as error:
        return failure(f"The tables cannot be read ({_first_line(error)}).")
    if missing:
        return failure(f"{len(missing)} migrations are missing. Run: lyhord migrate (serve does it at start).")
    return good("The tables are those of this version.")


def vectors_present(config: Config) -> Finding:  # noqa: ARG001
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'")
            is_there = cursor.fetchone() is not None
    except Error:
        return note("Whether pgvector is there cannot be said.")
    return good("pgvector is there.") if is_there else note("pgvector is not installed; nothing needs it yet.")


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]

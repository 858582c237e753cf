from lyhord.core.plain_errors import PlainError


class PostgresError(PlainError):
    """The embedded database cannot run; the message says what to do."""

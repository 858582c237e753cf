class PostgresError(RuntimeError):
    """The embedded database cannot run; the message says what to do."""

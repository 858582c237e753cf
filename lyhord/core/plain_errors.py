class PlainError(Exception):
    """Something the person at the keyboard can mend; the message says what and how, and needs no traceback."""

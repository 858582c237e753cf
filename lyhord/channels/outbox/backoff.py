from datetime import datetime, timedelta

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
PATIENCE = timedelta(hours=48)


def next_attempt(*, attempts: int, since: datetime, at: datetime) -> datetime | None:
    """When to try again after the `attempts`-th temporary refusal, None when 48 hours have gone (RFC 5321 §4.5.4.1)."""
    due = at + PAUSES[min(max(attempts, 1), len(PAUSES)) - 1]
    return due if due - since <= PATIENCE else None

import time
from collections.abc import Callable


def wait_until(is_true: Callable[[], object], *, deadline_s: float = 20) -> None:
    """Return as soon as `is_true` says so; fails when the deadline has passed."""
    expires = time.monotonic() + deadline_s
    while not is_true():
        assert time.monotonic() < expires, "the deadline has passed"
        time.sleep(0.02)

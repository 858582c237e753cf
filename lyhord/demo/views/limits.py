from django.core.cache import cache
from django.http import HttpRequest

LETTERS = 30
WINDOW_S = 600


def may_write(request: HttpRequest) -> bool:
    """Whether this visitor may send one more letter: thirty in ten minutes, counted by address."""
    key = f"demo-letters:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, WINDOW_S)
    return cache.incr(key) <= LETTERS

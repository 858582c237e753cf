import ctypes
import os
import resource
import signal
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1


def die_with_parent(sign: signal.Signals) -> Callable[[], None]:
    """A `preexec_fn` with which the kernel sends `sign` to the child when the thread that called this is gone.

    Source: prctl(2), PR_SET_PDEATHSIG. Elsewhere than on Linux it does nothing.
    """
    parent = os.getpid()
    prctl = getattr(ctypes.CDLL(None), "prctl", None)

    def arrange() -> None:
        if prctl is None:
            return
        prctl(_PR_SET_PDEATHSIG, int(sign), 0, 0, 0)
        # the parent may have died before the kernel was told
        if os.getppid() != parent:
            os._exit(1)

    return arrange


def allow_many_connections(number: int) -> None:
    """Let this process and its children hold `number` connections, as far as the system's hard limit allows."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = number if hard == resource.RLIM_INFINITY else min(number, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))

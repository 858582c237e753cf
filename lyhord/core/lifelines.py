import ctypes
import os
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

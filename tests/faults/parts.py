import os
import random
import signal
import threading
from collections import Counter
from contextlib import suppress
from typing import Self

import psutil

PARTS = ("web", "worker", "mail", "postgres")


class Killer:
    """Kills a part of the program with SIGKILL at random moments inside the block; `killed` counts them."""

    def __init__(self, *, supervisor: int, seed: int, every_s: tuple[float, float] = (1.0, 5.0)) -> None:
        self.killed: Counter[str] = Counter()
        self._supervisor = supervisor
        self._chance = random.Random(seed)
        self._every_s = every_s
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join(10)

    def _run(self) -> None:
        # each part once in random order, again and again: a short run meets them all
        while not self._stop.is_set():
            for name in self._chance.sample(PARTS, len(PARTS)):
                if self._stop.wait(self._chance.uniform(*self._every_s)):
                    return
                child = find(self._supervisor, name)
                if child is None:
                    continue
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
                    self.killed[name] += 1


def find(supervisor: int, name: str) -> int | None:
    """The process that does this part now."""
    with suppress(psutil.Error):
        for child in psutil.Process(supervisor).children():
            if _does(child, name):
                return child.pid
    return None


def _does(child: psutil.Process, name: str) -> bool:
    with suppress(psutil.Error):
        command = child.cmdline()
        return command[-1:] == [name] or (name == "postgres" and bool(command) and command[0].endswith("/postgres"))
    return False

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from lyhord.core.lifelines import die_with_parent

FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 10.0
SETTLED_AFTER_S = 10.0

# the allocator otherwise keeps a pool for every thread, 5 to 10 MB a process
THRIFT = {"MALLOC_ARENA_MAX": "2"}

Spawn = Callable[[], "subprocess.Popen[bytes]"]


@dataclass(kw_only=True)
class Part:
    """One child process that shall always run; a part that keeps dying is started at growing intervals."""

    name: str
    spawn: Spawn
    stop_signal: signal.Signals = signal.SIGTERM
    stop_deadline_s: float = 10.0
    child: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    start_again_at: float | None = None
    _pause_s: float = field(default=FIRST_PAUSE_S, repr=False)

    @property
    def is_running(self) -> bool:
        return self.child is not None and self.child.poll() is None

    def start(self) -> None:
        self.start_again_at = None
        self.started_at = time.monotonic()
        self.child = self.spawn()

    def look_after(self, *, at: float) -> str | None:
        """Start the part again when its pause is over; returns a line for the log when it was found dead."""
        if self.start_again_at is not None:
            if at >= self.start_again_at:
                self.start()
            return None
        if self.is_running:
            return None
        pause_s = self._next_pause(ran_s=at - self.started_at)
        self.start_again_at = at + pause_s
        return f"{self.name} ended ({self._ending()}); it starts again in {pause_s:.1f} s."

    def ask_to_stop(self) -> None:
        if self.child is not None and self.child.poll() is None:
            self.child.send_signal(self.stop_signal)

    def await_stop(self, *, deadline: float) -> bool:
        """Wait for the end until `deadline` (monotonic), then kill; true when it ended by itself."""
        if self.child is None:
            return True
        try:
            self.child.wait(timeout=max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait(timeout=10)
            return False
        return True

    def _next_pause(self, *, ran_s: float) -> float:
        if ran_s >= SETTLED_AFTER_S:
            self._pause_s = FIRST_PAUSE_S
        pause_s, self._pause_s = self._pause_s, min(self._pause_s * 2, LONGEST_PAUSE_S)
        return pause_s

    def _ending(self) -> str:
        code = self.child.returncode if self.child else 0
        return f"signal {-code}" if code < 0 else f"code {code}"


def own_command(*arguments: str) -> Spawn:
    """Start `lyhord ARGUMENTS` as a child that dies with us; it inherits our environment and output."""

    def spawn() -> "subprocess.Popen[bytes]":
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "lyhord", *arguments],
            env={**os.environ, **THRIFT},
            stdin=subprocess.DEVNULL,
            # its own session: Ctrl-C reaches the supervisor alone, which stops all parts in order
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGKILL),  # noqa: PLW1509 -- called from a single thread
        )

    return spawn

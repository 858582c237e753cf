import select
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType

from lyhord.core.plain_errors import PlainError
from lyhord.core.supervisor.part import Part, Spawn

LONGEST_NAP_S = 1.0
POLL_S = 0.05


class StartError(PlainError):
    """A step on the way up failed; the message names it."""


class Stopped(Exception):  # noqa: N818 -- no error: somebody asked us to stop
    """SIGINT or SIGTERM came while a step was under way."""


class Supervisor:
    """Runs `foundation` (the database) first and stops it last; the other parts come and go together."""

    def __init__(self, *, foundation: Part | None, parts: Sequence[Part], say: Callable[[str], None]) -> None:
        self._foundation = foundation
        self._parts = list(parts)
        self._say = say
        self._is_stopping = False
        self._bell, self._bell_end = socket.socketpair()
        self._bell.setblocking(False)
        self._bell_end.setblocking(False)

    def run(
        self,
        *,
        is_ready: Callable[[], bool],
        steps: Sequence[tuple[str, Spawn]],
        is_up: Callable[[], bool],
        when_up: Callable[[], None],
    ) -> None:
        """Bring everything up, keep it up until SIGINT or SIGTERM, then bring it down.

        `is_ready` asks the database; `steps` are commands that must succeed before the parts start (migrations);
        `when_up` is called once, as soon as `is_up` says so. Raises StartError when a step does not succeed;
        everything started is stopped in every case.
        """
        with self._signals():
            try:
                self._come_up(is_ready=is_ready, steps=steps)
                self._keep_up(is_up=is_up, when_up=when_up)
            except Stopped:
                pass
            finally:
                self._go_down()

    def _come_up(self, *, is_ready: Callable[[], bool], steps: Sequence[tuple[str, Spawn]]) -> None:
        if self._foundation:
            self._foundation.start()
            self._await_foundation(is_ready)
        for name, spawn in steps:
            self._take_step(name, spawn)
        for part in self._parts:
            part.start()

    def _keep_up(self, *, is_up: Callable[[], bool], when_up: Callable[[], None]) -> None:
        is_told = False
        while not self._is_stopping:
            self._look_after_all()
            if not is_told and is_up():
                is_told = True
                when_up()
            self._nap(self._until_next_start() if is_told else 2 * POLL_S)

    def _await_foundation(self, is_ready: Callable[[], bool], *, deadline_s: float = 120.0) -> None:
        expires = time.monotonic() + deadline_s
        while not is_ready():
            if self._foundation and not self._foundation.is_running:
                raise StartError(f"{self._foundation.name} ended at once; its log says why.")
            if time.monotonic() > expires:
                raise StartError(f"The database was not ready within {deadline_s:.0f} s.")
            self._pause(POLL_S)

    def _take_step(self, name: str, spawn: Spawn) -> None:
        child = spawn()
        try:
            while child.poll() is None:
                self._pause(LONGEST_NAP_S)
        finally:
            _end(child)
        if child.returncode != 0:
            raise StartError(f"{name} failed; the lines above say why.")

    def _all_parts(self) -> list[Part]:
        return [self._foundation, *self._parts] if self._foundation else self._parts

    def _look_after_all(self) -> None:
        for part in self._all_parts():
            remark = part.look_after(at=time.monotonic())
            if remark:
                self._say(remark)

    def _until_next_start(self) -> float:
        starts = [part.start_again_at - time.monotonic() for part in self._all_parts() if part.start_again_at]
        return max(0.0, min([LONGEST_NAP_S, *starts]))

    def _go_down(self) -> None:
        for group in (self._parts, [self._foundation] if self._foundation else []):
            for part in group:
                part.ask_to_stop()
            asked_at = time.monotonic()
            for part in group:
                if not part.await_stop(deadline=asked_at + part.stop_deadline_s):
                    self._say(f"{part.name} did not end within {part.stop_deadline_s:.0f} s and was killed.")

    def _pause(self, seconds: float) -> None:
        self._nap(seconds)
        if self._is_stopping:
            raise Stopped

    def _nap(self, seconds: float) -> None:
        """Sleep until a signal (a child's end among them) or until the time is up."""
        select.select([self._bell], [], [], seconds)
        with suppress(BlockingIOError):
            self._bell.recv(4096)

    @contextmanager
    def _signals(self) -> Iterator[None]:
        former_bell = signal.set_wakeup_fd(self._bell_end.fileno(), warn_on_full_buffer=False)
        former = {sign: signal.signal(sign, self._on_stop) for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        former[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
        try:
            yield
        finally:
            for sign, action in former.items():
                signal.signal(sign, action)
            signal.set_wakeup_fd(former_bell)

    def _on_stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 -- as signal.signal calls it
        self._is_stopping = True


def _end(child: "subprocess.Popen[bytes]") -> None:
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait(timeout=10)

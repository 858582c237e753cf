import time
from pathlib import Path

from lyhord.channels.mail.tests.promises import CRASHES, SLOWEST_S, broken_promise
from lyhord.channels.mail.tests.seeds import seeds


def test_what_once_broke_a_promise_keeps_it_now() -> None:
    took = {path.name: _seconds_to_read(path) for path in sorted(CRASHES.glob("*"))}

    assert {name: seconds for name, seconds in took.items() if seconds > SLOWEST_S} == {}


def _seconds_to_read(path: Path) -> float:
    began = time.thread_time()
    assert broken_promise(path.read_bytes()) == "", path.name
    return time.thread_time() - began


def test_the_seeds_of_the_fuzzer_keep_all_promises() -> None:
    assert [raw[:200] for raw in seeds() if broken_promise(raw)] == []

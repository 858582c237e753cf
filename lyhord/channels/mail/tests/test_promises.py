import time
from pathlib import Path

import pytest

from lyhord.channels.mail.tests.promises import CRASHES, SLOWEST_S, broken_promise
from lyhord.channels.mail.tests.seeds import seeds

KEPT = sorted(CRASHES.glob("*")) if CRASHES.exists() else []


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)
def test_what_once_broke_a_promise_keeps_it_now(path: Path) -> None:
    began = time.thread_time()

    assert broken_promise(path.read_bytes()) == ""
    assert time.thread_time() - began < SLOWEST_S


def test_the_seeds_of_the_fuzzer_keep_all_promises() -> None:
    assert [raw[:200] for raw in seeds() if broken_promise(raw)] == []

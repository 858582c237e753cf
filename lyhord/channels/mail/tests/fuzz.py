"""Coverage-guided reading of broken mail: `python -m lyhord.channels.mail.tests.fuzz --seconds 60` (needs atheris).

What breaks the promise is kept in `crashes/` beside this file, where the tests read it ever after.
"""

import argparse
import random
import sys
import time
from pathlib import Path

import atheris

# atheris sees only what is imported under its eyes
with atheris.instrument_imports(include=["lyhord.channels.mail"]):
    from lyhord.channels.mail.tests.promises import CRASHES, SLOWEST_S, broken_promise
    from lyhord.channels.mail.tests.seeds import PIECES, seeds

LONGEST = 100_000
MEMORY_MB = 600
HANGS_S = 30


def read(raw: bytes) -> None:
    """One try; raising makes libFuzzer write the message down and stop."""
    began = time.thread_time()
    broken = broken_promise(raw)
    took = time.thread_time() - began
    if broken or took > SLOWEST_S:
        raise AssertionError(broken or f"{took:.1f} s for {len(raw)} bytes")


def mutated(raw: bytes, longest: int, seed: int) -> bytes:
    """The bytes with cuts, repeats, pieces of mail and libFuzzer's own changes."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 4)):
        at, to = sorted(chance.randrange(len(raw) + 1) for _ in range(2))
        match chance.randrange(6):
            case 0:
                raw = raw[:at] + raw[to:]
            case 1:
                raw = raw[:at] + chance.choice(PIECES) * chance.choice([1, 1, 1, 2, 50, 2000]) + raw[at:]
            case 2:
                raw = raw[:at] + raw[at:to] * chance.choice([2, 3, 20]) + raw[to:]
            case _:
                raw = bytes(atheris.Mutate(raw, max(len(raw), 64)))
        raw = raw[:longest]
    return raw


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--seconds", type=int, default=600)
    options.add_argument("--corpus", type=Path, default=Path(".cache/fuzz"))
    chosen = options.parse_args()
    chosen.corpus.mkdir(parents=True, exist_ok=True)
    CRASHES.mkdir(exist_ok=True)
    for number, raw in enumerate(seeds()):
        (chosen.corpus / f"seed-{number}").write_bytes(raw)
    limits = [f"-max_total_time={chosen.seconds}", f"-timeout={HANGS_S}", f"-rss_limit_mb={MEMORY_MB}"]
    kept = [f"-artifact_prefix={CRASHES}/", f"-max_len={LONGEST}", "-print_final_stats=1", "-close_fd_mask=0"]
    atheris.Setup([sys.argv[0], str(chosen.corpus), *limits, *kept], read, custom_mutator=mutated)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

"""Mutates the corpus and reads the result: `python -m lyhord.channels.mail.tests.fuzz --seconds 60`."""

import argparse
import random
import sys
from time import perf_counter

from lyhord.channels.mail.classifying import classify
from lyhord.channels.mail.parsed import ParsedMail
from lyhord.channels.mail.parsing import parse
from lyhord.channels.mail.reply_text import reply_of
from lyhord.channels.mail.sanitising import clean_html
from lyhord.channels.mail.tests.corpus import CORPUS
from lyhord.channels.mail.tests.reply_samples import samples

SLOWEST = 2.0
PIECES = [
    *(b"\r\n", b"\n", b"\r", b"\x00", b"--", b"=?utf-8?Q?=E4?=", b"=?", b"?=", b"Content-Type: ", b"multipart/mixed; "),
    *(b"boundary=", b"message/rfc822", b"Content-Transfer-Encoding: base64\r\n", b"charset=utf-7", b"charset=hz"),
    *(b'"', b"<", b">", b";", b":", b"(", b"\\", b"@", b",", b"\xff\xfe", b"\xe4", b"+AO", b"\x1b$B", b"begin 644 x\n"),
    *(b"<div>", b"<blockquote>", b"<table>", b"> ", b"wrote:", b"skrev:", b"From: ", b"-- \n", b"*0*=utf-8''%"),
]


def mutated(raw: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """The bytes with a handful of cuts, repeats, insertions and grafts."""
    for _ in range(chance.randint(1, 8)):
        at, to = sorted(chance.randrange(len(raw) + 1) for _ in range(2))
        match chance.randrange(6):
            case 0:
                raw = raw[:at] + raw[to:]
            case 1:
                raw = raw[:at] + chance.choice(PIECES) * chance.choice([1, 1, 2, 50, 2000]) + raw[at:]
            case 2:
                raw = raw[:at] + raw[at:to] * chance.choice([2, 3, 20]) + raw[to:]
            case 3:
                raw = raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :]
            case 4:
                other = chance.choice(others)
                raw = raw[:at] + other[chance.randrange(len(other) + 1) :] + raw[to:]
            case _:
                raw = raw[:at] + chance.randbytes(chance.randrange(40)) + raw[to:]
        raw = raw[:300_000]
    return raw


def read_everything(raw: bytes) -> ParsedMail:
    """What the way in does with a message."""
    mail = parse(raw)
    classify(mail, own_domain_hosts={"bolaget.example"})
    divided = reply_of(mail.text, html=mail.html)
    assert bool(divided.reply.strip()) == bool(mail.text.strip())
    assert "<script" not in clean_html(mail.html, cid_urls={}).lower()
    return mail


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--seed", type=int, default=random.randrange(2**32))
    chosen = options.parse_args()
    chance, seeds = random.Random(chosen.seed), [*CORPUS.values(), *(sample.text.encode() for sample in samples())]
    began, count, slowest = perf_counter(), 0, 0.0
    while perf_counter() - began < chosen.seconds:
        raw = mutated(chance.choice(seeds), seeds, chance)
        started = perf_counter()
        mail = read_everything(raw)
        took = perf_counter() - started
        count, slowest = count + 1, max(slowest, took)
        if took > SLOWEST or any(defect.startswith("unreadable") for defect in mail.defects):
            sys.exit(f"seed {chosen.seed}, message {count}: {took:.1f} s, {mail.defects}\n{raw[:600]!r}")
    sys.stdout.write(f"{count} messages, slowest {slowest * 1000:.0f} ms, seed {chosen.seed}\n")


if __name__ == "__main__":
    main()

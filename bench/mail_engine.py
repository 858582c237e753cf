"""What reading a message costs, over the whole message set: ``python -m bench.mail_engine``."""

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

import click
from mailparser_reply import EmailReplyParser

from bench.figures import percentile, tell
from lyhord.channels.mail.classifying import classify
from lyhord.channels.mail.parsing import parse
from lyhord.channels.mail.reply_text import reply_of
from lyhord.channels.mail.sanitising import clean_html
from lyhord.channels.mail.tests.message_set import OWN_HOSTS, message_set
from lyhord.channels.mail.tests.score import LIBRARY_LANGUAGES

MUST_MEDIAN_US = 1_000
Value = TypeVar("Value")


@click.command()
@click.option("--rounds", default=20, show_default=True, help="How often each message is read; its median counts.")
def main(rounds: int) -> None:
    """Time the pure functions one by one; the median of the rounds leaves out what else the machine does."""
    raws = [sample.raw for sample in message_set()]
    mails = [parse(raw) for raw in raws]
    library = EmailReplyParser(languages=LIBRARY_LANGUAGES)
    size_kb = sum(map(len, raws)) / len(raws) / 1024
    _tell(f"parse, messages of {size_kb:.1f} kB on average", _times_us(parse, raws, rounds), must_us=MUST_MEDIAN_US)
    _tell("reply_of", _times_us(lambda mail: reply_of(mail.text, html=mail.html), mails, rounds))
    _tell("mail-parser-reply on the same texts", _times_us(lambda mail: library.read(text=mail.text), mails, rounds))
    _tell(
        "clean_html", _times_us(lambda mail: clean_html(mail.html, cid_urls={}), [m for m in mails if m.html], rounds)
    )
    _tell("classify", _times_us(lambda mail: classify(mail, own_domain_hosts=OWN_HOSTS), mails, rounds))


def _times_us(read: Callable[[Value], object], values: Sequence[Value], rounds: int) -> list[float]:
    """The median of each value's rounds."""
    return [percentile([_once_us(read, value) for _ in range(rounds)], 0.5) for value in values]


def _once_us(read: Callable[[Value], object], value: Value) -> float:
    began = time.perf_counter_ns()
    read(value)
    return (time.perf_counter_ns() - began) / 1_000


def _tell(what: str, times_us: list[float], *, must_us: float | None = None) -> None:
    median = percentile(times_us, 0.5)
    limits = {} if must_us is None else {"must_us": must_us}
    ok = None if must_us is None else median <= must_us
    tell(what=f"engine: {what}", p50_us=median, p99_us=percentile(times_us, 0.99), **limits, n=len(times_us), ok=ok)


if __name__ == "__main__":
    main()

"""How well the engine reads the message set, by program and language: `python -m lyhord.channels.mail.tests.score`."""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from mailparser_reply import EmailReplyParser

from lyhord.channels.mail.tests.message_set import Reading, Sample, differences, message_set, reading_of, tidy

LIBRARY_LANGUAGES = ["en", "sv", "da", "de", "fr", "es", "pl"]
Judged = tuple[Sample, Reading, str]


def main() -> None:
    library = EmailReplyParser(languages=LIBRARY_LANGUAGES)
    read = [(sample, reading_of(sample.raw)) for sample in message_set()]
    judged = [
        (sample, reading, tidy(library.read(text=reading.mail.text).latest_reply or "")) for sample, reading in read
    ]
    _tell_points(read)
    replies = [one for one in judged if "reply" in one[0].expected]
    _tell_replies("by program", replies, lambda sample: sample.client)
    _tell_replies("by language", replies, lambda sample: sample.language)
    known = [one for one in replies if one[0].language in LIBRARY_LANGUAGES and _is_written_by_a_person(one[0])]
    _tell_replies("people's mail in the languages both know", known, lambda _: "together")
    _tell_replies("in all", replies, lambda _: "together")


def _is_written_by_a_person(sample: Sample) -> bool:
    return bool(sample.expected["kind"] == "message")


def _tell_points(read: Iterable[tuple[Sample, Reading]]) -> None:
    asked: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for sample, reading in read:
        asked.update(set(sample.expected) - {"client", "language", "known_misses"})
        missed.update(point for point, _, _ in differences(sample, reading))
    _say("what is read right")
    for point, number in sorted(asked.items()):
        _say(f"  {point:<18}{number - missed[point]:>4} of {number}")


def _tell_replies(heading: str, replies: Iterable[Judged], group_of: Callable[[Sample], str]) -> None:
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in replies:
        groups[group_of(one[0])].append(one)
    _say(f"exact replies, {heading}{'':<8}Lyhörd  mail-parser-reply")
    for group, members in sorted(groups.items()):
        ours = sum(tidy(reading.reply) == sample.expected["reply"] for sample, reading, _ in members)
        theirs = sum(library == sample.expected["reply"] for sample, _, library in members)
        _say(f"  {group:<18}{ours:>4} of {len(members):<4}{theirs:>8} of {len(members)}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()

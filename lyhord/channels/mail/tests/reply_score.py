"""How many replies of the samples each way of dividing gets exactly right: `python -m …tests.reply_score`."""

import sys
from time import perf_counter

from mailparser_reply import EmailReplyParser

from lyhord.channels.mail.reply_text import reply_of
from lyhord.channels.mail.tests.reply_samples import ReplySample, samples
from lyhord.channels.mail.tests.reply_variants import VARIANTS
from lyhord.channels.mail.tests.score import LIBRARY_LANGUAGES


def main() -> None:
    texts = [*samples(), *(ReplySample(*variant) for variant in VARIANTS)]
    library = EmailReplyParser(languages=LIBRARY_LANGUAGES)
    began = perf_counter()
    ours = sum(reply_of(sample.text).reply == sample.reply for sample in texts)
    between = perf_counter()
    theirs = sum((library.read(text=sample.text).latest_reply or "").strip() == sample.reply for sample in texts)
    ended = perf_counter()
    sys.stdout.write(f"reply_text         {ours}/{len(texts)}  {(between - began) / len(texts) * 1e6:.0f} µs each\n")
    sys.stdout.write(f"mail-parser-reply  {theirs}/{len(texts)}  {(ended - between) / len(texts) * 1e6:.0f} µs each\n")


if __name__ == "__main__":
    main()

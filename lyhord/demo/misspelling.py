"""The slips of people who write on a telephone: a customer's text, not quite as it should be spelt."""

import re
from random import Random

_WORD = re.compile(r"(?<![\w@.{])[a-zà-öø-ÿ]{5,}(?![\w@.]*@)")
_SLIPS_PER_LETTERS = 260
_MARKS = str.maketrans("åäöÅÄÖæøÆØ", "aaoAAOaoAO")


def swapped(word: str, rng: Random) -> str:
    at = rng.randrange(1, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def dropped(word: str, rng: Random) -> str:
    at = rng.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1 :]


def doubled(word: str, rng: Random) -> str:
    at = rng.randrange(1, len(word))
    return word[:at] + word[at - 1] + word[at:]


_SLIPS = (swapped, dropped, dropped, doubled)


def misspelt(text: str, *, rng: Random) -> str:
    """The text with a few slips in long words; numbers, names and addresses stay right."""
    words = [match.span() for match in _WORD.finditer(text)]
    wanted = min(len(words), max(1, len(text) // _SLIPS_PER_LETTERS))
    for start, end in sorted(rng.sample(words, wanted), reverse=True):
        text = text[:start] + rng.choice(_SLIPS)(text[start:end], rng) + text[end:]
    return text


def hurried(text: str) -> str:
    """As written in a hurry: no capitals, no final full stops."""
    return re.sub(r"\.(?=\n|$)", "", text.lower())


def without_marks(text: str) -> str:
    """As written on a foreign keyboard: no dots and rings."""
    return text.translate(_MARKS)

"""A cheap guess at the language of a message from its small words."""

import re
from typing import Final

WORD: Final = re.compile(r"[^\W\d_]+")
SAMPLE: Final = 1_500
FEWEST_HITS: Final = 3
SMALL_WORDS: Final = {
    "sv": "och att det som är jag inte har på för med den till av en ett mitt min kan hej mvh era ni vi när från tack",
    "nb": "og at det som er jeg ikke har på for med den til av en et mitt min kan hei mvh dere vi om når fra hva takk",
    "da": "og at det som er jeg ikke har på for med den til af en et mit min kan hej mvh i vi om når fra hvad tak",
    "fi": "ja että se on ei ole olen mutta kun minun teidän hei kiitos terveisin voi voiko mitä tilaus onko vielä",
    "en": "and that the is i not have on for with this to of a an my can hello hi regards you we if when from thanks",
    "de": "und dass das ist ich nicht habe auf für mit den zu von ein eine mein kann hallo grüße sie wir wenn aus was",
    "fr": "et que le la est je ne pas ai sur pour avec ce de un une mon ma peux bonjour cordialement vous nous si",
    "es": "y que el la es yo no he en para con este de un una mi puedo hola saludos usted nosotros si cuando",
    "pl": "i że to jest ja nie mam na dla z ten do od mój moja mogę dzień dobry pozdrawiam pan pani jeśli",
}
BY_WORD: Final = {
    word: tuple(code for code, words in SMALL_WORDS.items() if word in words.split())
    for words in SMALL_WORDS.values()
    for word in words.split()
}


def language_of(text: str, *, declared: str = "") -> str:
    """ISO 639-1 code of the language the text is most likely in, else the declared one, else empty."""
    hits: dict[str, int] = {}
    for word in WORD.findall(text[:SAMPLE].lower()):
        for code in BY_WORD.get(word, ()):
            hits[code] = hits.get(code, 0) + 1
    if hits:
        best = max(hits, key=lambda code: hits[code])
        if hits[best] >= FEWEST_HITS:
            return best
    label = declared.replace("_", "-").partition(",")[0].partition("-")[0].strip().lower()
    return label if label.isascii() and label.isalpha() and len(label) <= 3 else ""  # noqa: PLR2004

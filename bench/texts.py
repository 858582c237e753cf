"""Swedish-like texts whose words are as frequent as those of a language, for sizes that no real text has."""

import random
from bisect import bisect
from itertools import accumulate

COMMON = (
    "jag och att det en på är av för som med till den har inte om ett men var er hej tack kan vi ni så när mig min "
    "mitt mina få fått vill har hur order leverans paket faktura retur pengar tillbaka betalning kvitto konto lösenord "
    "beställning beställde levererades kommit fel storlek färg trasig byta ångra adress butik lampa stol bord soffa "
    "mvh hälsningar vänliga fråga hjälp snarast fortfarande väntar svar mejl telefon kundtjänst ärende nummer dag vecka"
)
STEMS = (
    "leverans retur faktura order lager frakt moln glas ek björk sommar vinter kök hall säng lamp bok hyll matt gardin "
    "kund gäst vardags natt dag post paket ombud bank kort konto kvitto garanti reklamation monter skruv ben sits rygg "
    "tyg skinn ull linne trä stål mässing koppar skåp låda dörr fönster balkong terrass trädgård värme ljus sken krok"
)
ENDINGS = (
    "avtal besked blad bord bricka del dosa duk fodral form fot fäste galler handtag hjul hölje kant klämma knopp korg "
    "kudde list lucka mall modell mått nyckel panel platta plugg ram ring rulle sida skena skydd slang snöre spegel "
    "stativ sats tavla timme uppgift val vikt vinkel yta ärende överdrag"
)
ONSETS = "b bl br d dr f fl fr g gl gr h j k kl kn kr l m n p pl pr r s sk sl sm sn sp st str t tr v"
RHYMES = "al an ar as el en er et ik il in is od ol om on or ov ul un ur yl yr ål år äl än är öl ör öv"
VOCABULARY_SIZE = 60_000
SENTENCE_WORDS = (5, 14)


class Writer:
    """Writes sentences from a Zipf vocabulary with compounds; the same seed writes the same texts.

    The frequency of the word of rank ``r`` is proportional to ``1 / r`` (G. K. Zipf, 1949).
    """

    def __init__(self, *, sentences: int, seed: int = 1) -> None:
        chance = random.Random(seed)
        self.words = _vocabulary(chance)
        weights = list(accumulate(1 / rank for rank in range(1, len(self.words) + 1)))
        self._weights = weights
        self._sentences = [
            " ".join(chance.choices(self.words, cum_weights=weights, k=chance.randint(*SENTENCE_WORDS))).capitalize()
            for _ in range(sentences)
        ]

    def text(self, chance: random.Random, *, sentences: int) -> str:
        """Some sentences, one of them with a word that few texts have."""
        pool = self._sentences
        size = len(pool)
        written = [pool[int(chance.random() * size)] for _ in range(sentences)]
        rare = self.words[int(chance.random() * len(self.words))]
        return f"{'. '.join(written)} {rare}."

    def word_of_share(self, share: float) -> str:
        """The word that makes up about this share of all running words."""
        total = self._weights[-1]
        return self.words[bisect([-1 / (rank * total) for rank in range(1, len(self.words) + 1)], -share)]


def _vocabulary(chance: random.Random) -> list[str]:
    words = dict.fromkeys(COMMON.split())
    endings, onsets, rhymes = ENDINGS.split(), ONSETS.split(), RHYMES.split()
    compounds = [stem + ending for stem in STEMS.split() for ending in endings]
    chance.shuffle(compounds)
    words.update(dict.fromkeys(compounds))
    while len(words) < VOCABULARY_SIZE:
        syllables = (chance.choice(onsets) + chance.choice(rhymes) for _ in range(chance.randint(1, 3)))
        words["".join(syllables) + chance.choice(("", "a", "en", "ning"))] = None
    return list(words)

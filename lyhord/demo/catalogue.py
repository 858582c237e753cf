"""What Nordljus sells, with the names that customers of each language use."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from lyhord.demo.phrasebook import TEXTS

_CURRENCY_PER_KRONA = {"sv": 1.0, "nb": 1.0, "da": 0.65, "fi": 0.09, "en": 1.0}


@dataclass(frozen=True, slots=True)
class Product:
    """One article; ``price`` in whole kronor, ``nouns`` by language as listed in ``products.yaml``."""

    name: str
    kind: str
    price: int
    nouns: Mapping[str, Any]

    def gender(self, language: str) -> int:
        return int(language in {"sv", "nb", "da"} and self.nouns[language][2] == "n")

    def slots(self, language: str) -> dict[str, str]:
        """The product as it is said: with, without and with indefinite article, and in Finnish cases."""
        swedish = {"product_sv": f"{self.nouns['sv'][1]} {self.name}"}
        if language == "en":
            return swedish | _english(self.name, str(self.nouns["en"]))
        if language == "fi":
            return swedish | _finnish(self.name, self.nouns["fi"])
        return swedish | _scandinavian(self.name, self.nouns[language], language)


def _scandinavian(name: str, noun: list[str], language: str) -> dict[str, str]:
    neuter = {"sv": "ett", "nb": "et", "da": "et"}[language]
    article = neuter if noun[2] == "n" else "en"
    return {
        "product": f"{noun[1]} {name}",
        "a_product": f"{article} {noun[0]} {name}",
        "unit": f"{noun[0]} {name}",
        "noun": noun[0],
        "the_noun": noun[1],
    }


def _english(name: str, noun: str) -> dict[str, str]:
    full = f"{name} {noun}"
    article = "an" if full[0] in "AEIOUÅÄÖ" else "a"
    return {"product": full, "a_product": f"{article} {full}", "unit": full, "noun": noun, "the_noun": f"the {noun}"}


def _finnish(name: str, noun: list[str]) -> dict[str, str]:
    nominative, genitive, partitive = (f"{name}-{form}" for form in noun)
    return {
        "product": nominative,
        "a_product": nominative,
        "unit": nominative,
        "product_gen": genitive,
        "product_par": partitive,
        "noun": noun[0],
        "the_noun": noun[0],
    }


@cache
def products() -> tuple[Product, ...]:
    rows = yaml.safe_load((TEXTS / "products.yaml").read_text())
    return tuple(Product(row["name"], row["kind"], row["price"], row) for row in rows)


def priced(kronor: int, *, language: str, currency: str) -> str:
    """An amount of kronor as it is written in the customer's country: ``1 895 kr``, ``170 €``."""
    amount = round(kronor * _CURRENCY_PER_KRONA[language])
    return f"{amount:,} {currency}".replace(",", " ")

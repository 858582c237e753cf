"""What a case is about, in the words of its language: the values that fill the slots of sentences."""

from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

import yaml

from lyhord.demo.catalogue import Product, priced, products
from lyhord.demo.department import department
from lyhord.demo.people_generator import DemoCustomer, fictional_numbers, name_lists
from lyhord.demo.phrasebook import TEXTS
from lyhord.demo.world import CaseFacts, World

_SIZES = ("80×150", "140×200", "170×240", "200×300", "250×350")
_SPACED_SHARE = 0.4
_FEES = (49, 59, 79, 99, 149)
_SUMS = (300, 500, 750, 1000)
_TOMORROW = {"sv": "i morgon", "nb": "i morgen", "da": "i morgen", "fi": "huomenna", "en": "tomorrow"}
_CAMPAIGN_CODES = ("NORDLJUS15", "HEMMA10", "MYS20", "VÄLKOMMEN", "HÖST15", "SOMMAR10")
_GIVEN_NUMBERS = tuple(fictional_numbers())


@cache
def calendar_words() -> dict[str, Any]:
    words: dict[str, Any] = yaml.safe_load((TEXTS / "calendar_words.yaml").read_text())
    return words


def slots_of_case(facts: CaseFacts, *, world: World, rng: Random) -> dict[str, str]:
    """Every slot that stays the same through the case; ``slots_of_day`` and the agent's name come on top."""
    customer = world.customers[facts.customer]
    product = products()[facts.product]
    return (
        _products(product, products()[facts.other], facts.language)
        | _money(product, facts.language, rng)
        | _codes(facts, rng)
        | _people(customer, world, rng)
        | _choices(facts.language, rng)
        | _earlier(facts.language, facts.created.date(), rng)
    )


def _products(product: Product, other: Product, language: str) -> dict[str, str]:
    second = other.slots(language)
    names = {"other": second["product"], "a_other": second["a_product"], "other_unit": second["unit"]}
    return product.slots(language) | names


def _money(product: Product, language: str, rng: Random) -> dict[str, str]:
    currency = calendar_words()[language]["currency"]
    fee = rng.choice(_FEES)
    kronor = {
        "price": product.price,
        "amount": product.price + rng.choice([0, 0, fee]),
        "fee": fee,
        "discount": max(50, round(product.price * rng.choice([0.1, 0.15, 0.2, 0.25]) / 10) * 10),
        "giftsum": rng.choice(_SUMS),
    }
    return {name: priced(sum_, language=language, currency=currency) for name, sum_ in kronor.items()}


def _codes(facts: CaseFacts, rng: Random) -> dict[str, str]:
    order = str(facts.order)
    return {
        "order": f"{order[:-3]} {order[-3:]}" if rng.random() < _SPACED_SHARE else order,
        "tracking": f"NLX{rng.randint(10_000, 99_999)}SE",
        "invoice": f"F{rng.randint(20_000, 99_999)}",
        "giftcard": f"NLG-{rng.randint(1000, 9999)}-{rng.choice('ABCDEFGHK')}{rng.randint(10, 99)}",
        "article": f"{rng.randint(100, 899)}.{rng.randint(10, 99)}",
        "code": rng.choice(_CAMPAIGN_CODES),
        "code4": str(rng.randint(1000, 9999)),
        "reference": f"{rng.randint(100, 999)}-{rng.choice(['KAJ', 'HK', 'EKO', 'INR', 'VD'])}",
        "qty": str(rng.choice([12, 16, 18, 20, 24, 30, 36, 40, 48, 60, 80])),
        "qty2": str(rng.randint(2, 10)),
        "week": str((facts.created.date() + timedelta(21)).isocalendar().week),
    }


def _people(customer: DemoCustomer, world: World, rng: Random) -> dict[str, str]:
    lists = name_lists()[customer.language]
    company = world.organisations[customer.organisation].name if customer.organisation is not None else customer.name
    colleagues = [agent.first_name for agent in department().agents if agent.share]
    return {
        "name": customer.name,
        "first": customer.first_name,
        "city": customer.city,
        "street": customer.street,
        "street_name": rng.choice(lists["streets"]),
        "phone": customer.phone or rng.choice(_GIVEN_NUMBERS),
        "company": company,
        "other_name": f"{rng.choice(lists['given'])} {rng.choice(lists['family'])}",
        "agent_name": rng.choice(colleagues),
    }


def _choices(language: str, rng: Random) -> dict[str, str]:
    words = calendar_words()[language]
    colours = rng.sample(words["colours"], 2)
    sizes = rng.sample(_SIZES, 2)
    return {
        "colour": colours[0],
        "colour2": colours[1],
        "size": f"{sizes[0]} cm",
        "size2": f"{sizes[1]} cm",
        "qty_word": rng.choice(words["quantities"]),
        "email_hint": rng.choice(words["other_address"]),
        "ago": rng.choice(words["ago"]),
        "months_ago": rng.choice(words["months_ago"]),
    }


def _earlier(language: str, day: date, rng: Random) -> dict[str, str]:
    ordered = day - timedelta(rng.randint(6, 16))
    delivered = day - timedelta(rng.randint(2, 5))
    weekday = calendar_words()[language]
    then = day - timedelta(rng.randint(1, 5))
    return {
        "ordered": said_date(ordered, language),
        "delivered": said_date(delivered, language),
        "weekday": weekday["weekday_past"][then.weekday()],
        "past_day": weekday["weekday"][then.weekday()],
    }


def said_date(day: date, language: str) -> str:
    words = calendar_words()[language]
    form: str = words["date"]
    return form.format(day=day.day, month=words["months"][day.month - 1])


def slots_of_day(language: str, day: date, *, promised: date) -> dict[str, str]:
    """Days to come, seen from ``day``: ``soon`` (on Thursday), ``by`` (Thursday), ``coming`` a few days ahead."""
    later = day + timedelta(4)
    soon, by = _day_to_come(language, day, promised)
    soon_sv, _ = _day_to_come("sv", day, promised)
    words = calendar_words()[language]
    return {
        "soon": soon,
        "by": by,
        "soon_sv": soon_sv,
        "coming": words["on"].format(weekday=words["weekday"][later.weekday()]),
    }


def _day_to_come(language: str, day: date, ahead: date) -> tuple[str, str]:
    if ahead - day == timedelta(1):
        return _TOMORROW[language], _TOMORROW[language]
    words = calendar_words()[language]
    weekday = words["weekday"][ahead.weekday()]
    if ahead - day > timedelta(6):
        return said_date(ahead, language), said_date(ahead, language)
    return words["on"].format(weekday=weekday), weekday

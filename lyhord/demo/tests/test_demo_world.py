import re
from collections import Counter
from datetime import date, datetime, timedelta
from statistics import mean

import pytest

from lyhord.demo.arrivals import expected, strike
from lyhord.demo.catalogue import products
from lyhord.demo.department import department
from lyhord.demo.generator import make_world
from lyhord.demo.grammar import slots_of
from lyhord.demo.opening_hours import after_open_minutes, holidays
from lyhord.demo.people_generator import fictional_numbers
from lyhord.demo.phrasebook import LANGUAGES, phrasebook
from lyhord.demo.stories import Step, story_of
from lyhord.demo.world import World

TODAY = date(2026, 11, 22)
KINDS = sorted({product.kind for product in products()})
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PERSONAL_NUMBER = re.compile(r"(?<!\d)(?:\d{2})?(\d{6})[-+]?(\d{4})(?!\d)")


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(seed=1, today=TODAY)


@pytest.fixture(scope="module")
def letters(world: World) -> list[Step]:
    """Everything that is written in every sixth case."""
    return [step for facts in world.cases[::6] for step in story_of(facts, world=world).steps if step.text]


def test_the_same_seed_and_day_give_the_same_department() -> None:
    one, again = (make_world(seed=7, today=TODAY, scale=0.02) for _ in range(2))

    assert one == again
    assert [story_of(facts, world=one) for facts in one.cases] == [
        story_of(facts, world=again) for facts in again.cases
    ]
    assert make_world(seed=8, today=TODAY, scale=0.02).cases != one.cases


def test_it_is_a_department_of_the_promised_size(world: World) -> None:
    assert len(world.department.agents) == 24
    assert len({agent.team for agent in world.department.agents}) == 4
    assert len(world.department.queues) == 6
    assert len(world.customers) == 3_000
    assert len(world.cases) >= 40_000
    assert [facts.serial for facts in world.cases] == list(range(1, len(world.cases) + 1))


def test_cases_have_conversations_and_some_are_long(world: World) -> None:
    lengths = [len(story_of(facts, world=world).steps) for facts in world.cases[::20]]

    assert mean(lengths) >= 2.2
    assert max(lengths) >= 8


def test_swedish_is_most_common_and_every_language_is_there(world: World) -> None:
    share = Counter(facts.language for facts in world.cases)

    assert 0.62 <= share["sv"] / len(world.cases) <= 0.78
    assert all(share[language] >= 0.03 * len(world.cases) for language in LANGUAGES)


def test_two_openings_hardly_ever_read_the_same(world: World) -> None:
    openings = [story_of(facts, world=world).steps[0].text for facts in world.cases]

    assert len(set(openings)) / len(openings) >= 0.97


def test_openings_differ_even_without_numbers_and_names(letters: list[Step]) -> None:
    bare = [re.sub(r"\d[\d ]*|\b[A-ZÅÄÖÆØ]\w+", "•", step.text) for step in letters if step.kind == "O"]

    assert len(set(bare)) / len(bare) >= 0.9


def test_no_slot_or_bracket_is_left_in_a_text(letters: list[Step]) -> None:
    assert [step.text for step in letters if re.search(r"[{}\[\]|<>#]|None|=>|  |,\.|@ ", step.text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_matter_can_be_opened_and_answered_for_every_kind_of_product(language: str) -> None:
    for intent in phrasebook(language).intents.values():
        for kind in KINDS:
            variants = intent.variants_for(kind)
            assert variants, (intent.name, kind)
            for variant in variants:
                for section in ("subject", "says", "wants", "answers"):
                    assert intent.lines(section, kind=kind, variant=variant), (intent.name, kind, variant, section)


def test_every_intent_has_a_place_in_the_department() -> None:
    known = {intent for language in LANGUAGES for intent in phrasebook(language).intents}

    assert known == set(department().matters)


def test_there_are_many_patterns() -> None:
    lines = [
        line
        for language in LANGUAGES
        for i in phrasebook(language).intents.values()
        for s in i.sections.values()
        for line in s
    ]

    assert len(lines) >= 1_500
    assert all("PLACE" not in slot for line in lines for slot in slots_of(line.pattern))


def test_addresses_belong_to_nobody(world: World, letters: list[Step]) -> None:
    written = {address for step in letters for address in ADDRESS.findall(step.text)}
    stored = {customer.email for customer in world.customers}

    assert all(address.endswith(".example") for address in written | stored)
    assert len(stored) == len(world.customers)


def test_telephone_numbers_are_those_kept_free_for_fiction(world: World) -> None:
    free = set(fictional_numbers())
    numbers = [customer.phone for customer in world.customers if customer.phone]

    assert len(numbers) == len(set(numbers)) > 300
    assert all(number in free or number.startswith("+44 7700 900") for number in numbers)


def test_no_text_holds_a_valid_personal_identity_number(letters: list[Step]) -> None:
    found = [match for step in letters for match in PERSONAL_NUMBER.findall(step.text)]

    assert [numbers for numbers in found if is_personal_number("".join(numbers))] == []
    assert is_personal_number("8112189876")


def test_mondays_are_busiest_and_nights_quiet(world: World) -> None:
    weekdays = Counter(facts.created.weekday() for facts in world.cases)
    hours = Counter(facts.created.hour for facts in world.cases)

    assert max(weekdays, key=weekdays.__getitem__) == 0
    assert weekdays[5] < weekdays[1] / 1.5
    assert hours[10] > 10 * hours[3]


def test_campaigns_holidays_and_the_strike_show(world: World) -> None:
    days = Counter(facts.created.date() for facts in world.cases)
    first, last = strike(today=TODAY)
    during = mean(days[first + timedelta(n)] for n in range((last - first).days))
    before = mean(days[first - timedelta(n)] for n in range(15, 36))
    black_week = mean(days[date(2025, 11, 24) + timedelta(n)] for n in range(7))
    october = mean(days[date(2025, 10, 6) + timedelta(n)] for n in range(7))

    assert during > 1.5 * before
    assert black_week > 1.3 * october
    assert days[date(2025, 12, 25)] < 0.7 * days[date(2025, 12, 18)]


def test_volume_grows_from_year_to_year() -> None:
    assert expected(date(2026, 9, 8), today=TODAY) > 1.1 * expected(date(2025, 9, 9), today=TODAY)


def test_agents_answer_only_when_the_department_is_open(letters: list[Step]) -> None:
    answers = [step.at for step in letters if step.agent is not None]

    assert all(at.date() not in holidays(at.year) and at.weekday() < 6 and 8 <= at.hour <= 18 for at in answers)


def test_every_story_goes_forward_in_time(world: World) -> None:
    for facts in world.cases[::50]:
        moments = [step.at for step in story_of(facts, world=world).steps]
        assert moments == sorted(moments)


def test_open_minutes_skip_nights_sundays_and_holidays() -> None:
    assert after_open_minutes(local(2026, 11, 20, 17, 30), 60) == local(2026, 11, 21, 10, 30)
    assert after_open_minutes(local(2026, 11, 22, 12, 0), 15) == local(2026, 11, 23, 8, 15)
    assert after_open_minutes(local(2026, 12, 23, 17, 50), 20) == local(2026, 12, 28, 8, 10)


def local(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 -- the world's times are local


def is_personal_number(digits: str) -> bool:
    """Ten digits: a day, or one with sixty added (samordningsnummer), and Luhn's check digit."""
    month, day = int(digits[2:4]), int(digits[4:6]) % 60
    doubled = [int(digit) * (2 - n % 2) for n, digit in enumerate(digits)]
    return 1 <= month <= 12 and 1 <= day <= 31 and sum(n // 10 + n % 10 for n in doubled) % 10 == 0

"""Measures search by eight agents at once: ``python -m bench.search --cases 1000000``."""

import multiprocessing
import os
import random
import time
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from bench.figures import tell, tell_times
from bench.home import cases_option, enter_home, seeded_department

CLIENTS = 8
WARM_UP = 3
RARE_MUST_MS, COMMON_MUST_MS = 60.0, 150.0

# Shares of the cases: a common word stands in 5 to 30 of a hundred, a rare one in at most 1 of 500.
COMMON_SHARE, RARE_SHARE = (0.05, 0.3), (0.00005, 0.002)

MUST: dict[str, float | None] = {
    "rare word": RARE_MUST_MS,
    "common word": COMMON_MUST_MS,
    "two common words": COMMON_MUST_MS,
    "common and rare word": COMMON_MUST_MS,
    "beginning of three letters": None,
    "phrase": None,
    "case number": RARE_MUST_MS,
    "order number": RARE_MUST_MS,
    "address": RARE_MUST_MS,
    "common word in a queue": COMMON_MUST_MS,
    "common word among open cases": COMMON_MUST_MS,
    "common word, second page": COMMON_MUST_MS,
    "word that nobody wrote": RARE_MUST_MS,
}


@click.command()
@cases_option
@click.option("--searches", default=25, show_default=True, help="Searches of every sort that every client makes.")
def main(cases: int, searches: int) -> None:
    """Search with eight clients at once and print how long it took, for an agent and for who sees every queue."""
    with seeded_department(cases=cases) as home:
        build_index()
        sorts = queries(cases=cases)
        for role in ("agent", "team_leader"):
            measured = run_clients(home, sorts=sorts, role=role, searches=searches)
            for sort, times in measured.items():
                tell_times(what=f"search, {sort}, as {role}", times_ms=times, must_ms=MUST[sort], cases=cases)
        measure_indexing()


def build_index() -> None:
    """Build what the search reads, unless it is there."""
    from lyhord.cases.models import Case, CaseSearch  # noqa: PLC0415 -- need Django loaded
    from lyhord.cases.search import bulk_index  # noqa: PLC0415

    if CaseSearch.objects.exists():
        return
    began = time.monotonic()
    with tqdm(total=Case.objects.count(), desc="Search", unit="case") as bar:
        bulk_index(progress=lambda done, _total: bar.update(done - bar.n))
    tell(what="search index built", total_s=time.monotonic() - began)


def queries(*, cases: int) -> dict[str, list[str]]:
    """Some texts of each sort, chosen by how many cases their words stand in."""
    common, rare = _words(cases, COMMON_SHARE), _words(cases, RARE_SHARE)
    chance = random.Random(4)
    numbers = [chance.randint(1, cases) for _ in range(50)]
    return {
        "rare word": rare,
        "common word": common,
        "two common words": [f"{chance.choice(common)} {chance.choice(common)}" for _ in range(50)],
        "common and rare word": [f"{chance.choice(common)} {chance.choice(rare)}" for _ in range(50)],
        "beginning of three letters": sorted({word[:3] for word in common}),
        "phrase": [f'"{chance.choice(common)} {chance.choice(common)}"' for _ in range(50)],
        "case number": _case_numbers(numbers),
        "order number": [str(700_000 + number) for number in numbers],
        "address": [f"kund{chance.randint(1, cases // 10)}@example.com" for _ in range(50)],
        "common word in a queue": [f"{word} kö:ko-3" for word in common],
        "common word among open cases": [f"{word} status:öppen" for word in common],
        "common word, second page": common,
        "word that nobody wrote": [f"zzq{number}" for number in range(50)],
    }


def _words(cases: int, share: tuple[float, float]) -> list[str]:
    from lyhord.cases.models import SearchWord  # noqa: PLC0415 -- needs Django loaded

    least, most = (max(1, round(part * cases)) for part in share)
    words = SearchWord.objects.filter(cases__range=(least, most), word__regex=r"^.{4,}$").order_by("word")
    found = list(words.values_list("word", flat=True))
    return random.Random(1).sample(found, min(50, len(found)))


def _case_numbers(serials: list[int]) -> list[str]:
    from lyhord.core import case_numbers  # noqa: PLC0415 -- needs Django loaded

    return [case_numbers.spoken(case_numbers.number_for(serial)) for serial in serials]


def run_clients(home: Path, *, sorts: dict[str, list[str]], role: str, searches: int) -> dict[str, list[float]]:
    """Milliseconds by sort, of eight processes that search for the same sort at the same time."""
    measured: dict[str, list[float]] = {}
    with multiprocessing.get_context("spawn").Pool(CLIENTS, _be_client, [home, role]) as pool:
        for sort, texts in sorts.items():
            is_second = sort.endswith("second page")
            work = [(texts, searches, seed, is_second) for seed in range(CLIENTS)]
            measured[sort] = [took for times in pool.starmap(_search, work, chunksize=1) for took in times]
    return measured


_client: dict[str, Any] = {}


def _be_client(home: Path, role: str) -> None:
    enter_home(home)
    from lyhord.people.models import Agent  # noqa: PLC0415 -- needs Django loaded

    agents = Agent.objects.filter(roles__code=role).order_by("pk")
    _client["agent"] = agents[os.getpid() % 8]


def _search(texts: list[str], searches: int, seed: int, is_second_page: bool) -> list[float]:  # noqa: FBT001 -- starmap
    chance = random.Random(seed)
    times = [_one(chance.choice(texts), is_second_page=is_second_page) for _ in range(searches + WARM_UP)]
    return times[WARM_UP:]


def _one(text: str, *, is_second_page: bool) -> float:
    from django.utils.timezone import now  # noqa: PLC0415 -- needs Django loaded

    from lyhord.cases.search import search_cases  # noqa: PLC0415
    from lyhord.people.models import Agent  # noqa: PLC0415

    # a fresh agent each time, as every request reads its own
    agent = Agent.objects.get(pk=_client["agent"].pk)
    after = search_cases(agent=agent, text=text, at=now()).next if is_second_page else None
    began = time.perf_counter()
    search_cases(agent=agent, text=text, after=after, at=now())
    return (time.perf_counter() - began) * 1000


def measure_indexing(*, entries: int = 200) -> None:
    """What keeping the index costs each new message, beside writing it."""
    from django.db import transaction  # noqa: PLC0415 -- needs Django loaded

    from lyhord.cases.models import Entry  # noqa: PLC0415
    from lyhord.cases.search import index_entry  # noqa: PLC0415

    chosen = list(Entry.objects.filter(kind="message").order_by("-pk")[: entries * 50 : 50])
    times = []
    with transaction.atomic():
        for entry in chosen:
            began = time.perf_counter()
            index_entry(entry=entry)
            times.append((time.perf_counter() - began) * 1000)
        transaction.set_rollback(True)
    tell_times(what="a new entry made findable", times_ms=times, must_ms=1.0, must_at=0.5)


if __name__ == "__main__":
    main()

"""Figures as a table of ``docs/benchmarks.md``, between the marks of their size."""

import os
import platform
import re
import time
from pathlib import Path
from typing import Any

from bench.home import ROOT

PAGE = ROOT / "docs" / "benchmarks.md"
UNITS = {"_per_s": "/s", "_ms": " ms", "_s": " s", "_mb": " MB", "_percent": " %", "_us": " µs", "_times": "×"}
AT_LEAST = ("_per_s",)


def write_report(lines: list[dict[str, Any]], *, is_small: bool, began: float) -> None:
    """Put conditions and figures where the page has them, in place of those of the last run of this size."""
    size = "small" if is_small else "full"
    first, last = f"<!-- {size}: begin -->", f"<!-- {size}: end -->"
    text = PAGE.read_text()
    head, _, rest = text.partition(first)
    _, mark, tail = rest.partition(last)
    if not mark:
        raise ValueError(f"{PAGE.name} lacks the marks {first} and {last}; put them where the figures shall stand.")
    table = "\n".join(["| what | must | measured | reached |", "|---|---|---|---|", *map(row_of, lines)])
    PAGE.write_text(f"{head}{first}\n{_conditions(size, began=began)}\n\n{table}\n{last}{tail}")


def row_of(line: dict[str, Any]) -> str:
    """A figure as a row: what, what it must be, what it is, and whether that is reached."""
    reached = {True: "yes", False: "**no**", None: ""}[line.get("ok")]
    return f"| {line['what']} | {_must(line)} | {line.get('error') or _measured(line)} | {reached} |"


def _must(line: dict[str, Any]) -> str:
    percentile = next((name.removesuffix("_ms") for name in line if re.fullmatch(r"p9\d+_ms", name)), "")
    for name, value in line.items():
        if name.startswith("must_"):
            is_least = name.endswith(AT_LEAST)
            of = f"{percentile} " if percentile and name == "must_ms" else ""
            return f"{of}{'≥' if is_least else '≤'} {_with_unit(name, value)}"
    return ""


def _measured(line: dict[str, Any]) -> str:
    shown = [
        f"{_words(name)} {_with_unit(name, value)}".strip()
        for name, value in line.items()
        if name.endswith(tuple(UNITS)) and not name.startswith("must_")
    ]
    counted = [f"n {line['n']:,}"] if "n" in line else []
    return " · ".join([*shown, *counted])


def _words(name: str) -> str:
    stem = next(name.removesuffix(unit) for unit in UNITS if name.endswith(unit))
    return "" if stem in {"total", "rate"} else stem.replace("_", " ")


def _with_unit(name: str, value: float) -> str:
    unit = next(unit for ending, unit in UNITS.items() if name.endswith(ending))
    return f"{value:,.0f}{unit}" if value >= 100 or value == int(value) else f"{value:,.1f}{unit}"


def _conditions(size: str, *, began: float) -> str:
    memory_kb = int(Path("/proc/meminfo").read_text().split()[1])
    command = "make bench-small" if size == "small" else "make bench"
    return (
        f"{time.strftime('%Y-%m-%d %H:%M', time.gmtime(began))} UTC · {_cpu()}, {os.cpu_count()} cores, "
        f"{memory_kb / 1024**2:.0f} GB · Python {platform.python_version()} · `{command}`, "
        f"{(time.time() - began) / 60:.0f} min · load average of the latest 15 minutes {os.getloadavg()[2]:.1f}"
    )


def _cpu() -> str:
    found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return found.group(1).strip() if found else platform.machine()

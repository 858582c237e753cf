"""Figures as lines of JSON: what was measured, what it must be, and whether it is."""

import json
import math
from collections.abc import Sequence
from typing import Any


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of all values does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def tell(*, what: str, ok: bool | None = None, **measures: Any) -> None:
    """Print a figure; names of measures end in their unit: ``_ms``, ``_s``, ``_mb``, ``_per_s``.

    ``must_…`` says what it must be; ``ok`` is left out for a figure that must be nothing.
    """
    line = {"what": what, **{name: _rounded(value) for name, value in measures.items()}}
    print(json.dumps(line | ({} if ok is None else {"ok": ok}), ensure_ascii=False), flush=True)


def tell_times(
    *, what: str, times_ms: Sequence[float], must_ms: float | None, must_at: float = 0.95, **more: Any
) -> None:
    """Print median and percentile of some times, held against ``must_ms`` at the percentile ``must_at``."""
    reached = percentile(times_ms, must_at)
    measures: dict[str, Any] = {"p50_ms": percentile(times_ms, 0.5), f"p{must_at * 100:g}_ms": reached}
    if must_ms is not None:
        measures["must_ms"] = must_ms
    tell(what=what, **measures, **more, n=len(times_ms), ok=None if must_ms is None else reached <= must_ms)


def _rounded(value: Any) -> Any:
    return round(value, 1) if isinstance(value, float) else value

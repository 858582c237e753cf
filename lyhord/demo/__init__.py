"""The made-up department Nordljus: the same seed and day always make the same one."""

from datetime import date


def load(*, seed: int = 1, today: date | None = None, scale: float = 1.0, quiet: bool = False) -> bool:
    """Fill an empty database with the demo; see ``lyhord.demo.loader.load``. Django must be set up."""
    from lyhord.demo.loader import load as load_demo  # noqa: PLC0415 -- its models need Django loaded

    return load_demo(seed=seed, today=today, scale=scale, quiet=quiet)

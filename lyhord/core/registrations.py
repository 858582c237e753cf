"""What core itself adds to the registries."""

from lyhord.core.health import beats, own_measures

__all__ = ["beats", "own_measures"]

from lyhord.core.live.publishing import publish

__all__ = ["publish"]

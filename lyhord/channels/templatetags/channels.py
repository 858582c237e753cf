from typing import Any

from django import template

from lyhord.channels.explanations import decision_in_words, reason_in_words

register = template.Library()


@register.filter
def reason_words(code: str) -> str:
    """A reason of the ledger in words."""
    return reason_in_words(code)


@register.filter
def threading_words(decision: dict[str, Any]) -> str:
    """Why a message belongs to its case: ``{{ entry.threading|threading_words }}``."""
    return decision_in_words(decision)

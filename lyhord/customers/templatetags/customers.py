from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lyhord.customers.forms import LANGUAGES

register = template.Library()


@register.filter
def masked(address: str, hide: Any) -> SafeString | str:
    """An address, or dots in its place for a customer whose identity is protected."""
    return (
        format_html('<span class="masked" role="img" aria-label="{}">•••••••</span>', _("Hidden")) if hide else address
    )


@register.filter
def language_words(code: str) -> str:
    return str(dict(LANGUAGES).get(code, code))


@register.filter
def may(agent: Any, code: str) -> bool:
    return bool(agent.has_permission(code))


@register.simple_tag(takes_context=True)
def panel(context: Any, each: Any) -> str:
    """What another room shows of the customer."""
    return get_template(each.template).render(each.context, context["request"])

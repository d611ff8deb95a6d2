"""What templates say about the exchange."""

from __future__ import annotations

from django import template
from django.conf import settings

from motcua.exchange.envelope import Kind
from motcua.exchange.words import KIND_WORDS

register = template.Library()


@register.simple_tag
def exchanges() -> bool:
    """Whether this installation exchanges anything."""
    return bool(settings.EXCHANGE_NAME)


@register.filter
def kind_words(kind: str) -> str:
    """What a kind of message says."""
    return str(KIND_WORDS[Kind(kind)])

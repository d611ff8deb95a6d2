"""{% load procedure_words %}: limits, papers, fees and levels of a procedure in words."""

from __future__ import annotations

from django import template

from motcua.procedures import comparison, words
from motcua.procedures.fees import FeeKind

register = template.Library()

register.filter("limit_words", words.limit_words)
register.filter("cutoff_words", words.cutoff_words)
register.filter("minutes_words", words.minutes_words)
register.filter("count_words", words.count_words)
register.filter("fee_words", words.fee_words)
register.filter("paper_words", comparison.paper_words)
register.filter("fee_line_words", words.fee_line_words)


@register.filter
def procedure_channel(channel: str) -> str:
    """What a channel is called."""
    return str(words.CHANNEL_WORDS.get(channel, channel))


@register.filter
def level_words(level: str) -> str:
    """What a level of government is called."""
    return str(words.LEVEL_WORDS.get(level, level))


@register.filter
def standing_words(standing: str) -> str:
    """How a version stands against its last day for posting."""
    return str(words.STANDING_WORDS[standing][0])


@register.filter
def standing_tone(standing: str) -> str:
    """The colour of that standing."""
    return words.STANDING_WORDS[standing][1]


@register.filter
def order_words(order: str) -> str:
    """Who decided on the publication."""
    return str(words.ORDER_WORDS[order])


@register.filter
def online_words(level: str) -> str:
    """How far the procedure is offered online."""
    return str(words.ONLINE_WORDS.get(level, level))


@register.filter
def fee_kind_words(kind: FeeKind) -> str:
    """Fee, state charge, or none."""
    return str(words.FEE_WORDS[FeeKind(kind)])

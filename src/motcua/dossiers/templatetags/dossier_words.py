"""{% load dossier_words %}: statuses and channels in words."""

from __future__ import annotations

from django import template

from motcua.dossiers.status import READY_TO_RETURN, Channel, Status
from motcua.dossiers.words import CHANNEL_WORDS, STATUS_WORDS, WAITING_WORDS

register = template.Library()

_BAD = frozenset({Status.REFUSED_AT_RECEPTION, Status.REFUSED_AFTER_APPRAISAL})
_WAITING = frozenset(
    {Status.SUPPLEMENT_BEFORE_RECEPTION, Status.SUPPLEMENT_IN_PROCESSING, Status.WAITING_FINANCIAL_DUTY}
)


@register.filter
def status_words(status: str) -> str:
    """What a status is called."""
    return str(STATUS_WORDS[Status(status)])


@register.filter
def status_tone(status: str) -> str:
    """The tone of its badge; the words carry the meaning."""
    known = Status(status)
    if known in _BAD:
        return "bad"
    if known in _WAITING:
        return "warn"
    if known in READY_TO_RETURN or known is Status.RETURNED:
        return "good"
    return "calm" if known is Status.DRAFT else "accent"


@register.filter
def waiting_words(kind: str) -> str:
    """What is awaited outside the office."""
    return str(WAITING_WORDS.get(kind, kind))


@register.filter
def channel_words(channel: str) -> str:
    """What a channel is called."""
    return str(CHANNEL_WORDS[Channel(channel)]) if channel in set(Channel) else str(channel)

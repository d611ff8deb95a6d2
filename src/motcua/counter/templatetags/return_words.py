"""{% load return_words %}: money, parcels and reminders in words."""

from __future__ import annotations

from django import template

from motcua.delivery.parcel import Fact, State
from motcua.delivery.words import FACT_WORDS, REMINDER_WORDS, STATE_TONES, STATE_WORDS
from motcua.payments.balance import Manner, Moment
from motcua.payments.in_words import amount_in_words
from motcua.payments.words import MANNER_WORDS, MOMENT_WORDS
from motcua.procedures.fees import FeeRow
from motcua.procedures.words import fee_row_words

register = template.Library()


@register.filter
def manner_words(value: str) -> str:
    """How money changed hands."""
    return str(MANNER_WORDS[Manner(value)])


@register.filter
def moment_words(value: str) -> str:
    """When a fee has to be paid."""
    return str(MOMENT_WORDS[Moment(value)])


@register.filter
def parcel_words(value: str) -> str:
    """Where a parcel is."""
    return str(STATE_WORDS[State(value)])


@register.filter
def parcel_tone(value: str) -> str:
    """The tone of a parcel's badge."""
    return STATE_TONES.get(State(value), "calm")


@register.filter
def fact_words(value: str) -> str:
    """What was told about a parcel."""
    return str(FACT_WORDS[Fact(value)])


@register.filter
def reminder_words(value: str) -> str:
    """How somebody was reminded."""
    return str(REMINDER_WORDS.get(value, value))


@register.filter
def in_words(value: int) -> str:
    """An amount as a receipt says it, in Vietnamese."""
    return amount_in_words(value)


@register.filter
def fee_words(row: FeeRow) -> str:
    """A row of the fee table as it is posted."""
    return fee_row_words(row)

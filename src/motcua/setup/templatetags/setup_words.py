"""{% load setup_words %}: roles, times and marks of the setup pages in words."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.urls import NoReverseMatch, reverse

from motcua.offices.names import ROLE_NAMES, UNIT_KIND_NAMES
from motcua.offices.roles import Role, UnitKind
from motcua.procedures.comparison import PLACE_WORDS
from motcua.setup import words

register = template.Library()

register.filter("work_time", words.work_time)
register.filter("trust_words", words.trust_words)
register.filter("trust_tone", words.trust_tone)
register.filter("fate_words", words.fate_words)
register.filter("fate_tone", words.fate_tone)
register.filter("action_words", words.action_words)
register.filter("place_words", words.place_words)
register.filter("record_words", words.record_words)


@register.filter
def place_list(places: Iterable[str]) -> str:
    """Places of a procedure that changed, with commas between them."""
    return ", ".join(str(PLACE_WORDS[place]) for place in places if place in PLACE_WORDS)


@register.filter
def role_name(role: str) -> str:
    """What a role is called, also the parts that people outside the office play."""
    return words.role_words(role)


@register.filter
def role_list(roles: Iterable[str]) -> str:
    """Roles with commas between them."""
    return ", ".join(str(ROLE_NAMES[Role(role)]) for role in roles if role in set(Role))


@register.filter
def kind_name(kind: str) -> str:
    """What a kind of unit is called."""
    return str(UNIT_KIND_NAMES[UnitKind(kind)]) if kind in set(UnitKind) else kind


@register.simple_tag
def public_procedure(code: str) -> str:
    """The citizens' page of a procedure; empty when this installation serves none."""
    return _address("portal:procedure", code)


@register.simple_tag
def public_desk(office_id: int) -> str:
    """The citizens' page of a desk; empty when this installation serves none."""
    return _address("portal:desk", office_id)


def _address(name: str, argument: object) -> str:
    try:
        return reverse(name, args=[argument])
    except NoReverseMatch:
        return ""

"""{% load desk %}: words of the desk."""

from __future__ import annotations

from django import template

from motcua.desk.queries import CAP
from motcua.kernel import ids
from motcua.offices.names import ROLE_NAMES
from motcua.offices.roles import Role

register = template.Library()


@register.filter
def role_words(role: str) -> str:
    """What a role is called."""
    return str(ROLE_NAMES[Role(role)]) if role in set(Role) else role


@register.filter
def capped(number: int) -> str:
    """A count that stops: "99+" when there are more."""
    return f"{CAP}+" if number > CAP else str(number)


@register.simple_tag
def new_id() -> str:
    """A command id: each form has its own, so that a repeated click is known as one."""
    return str(ids.uuid7())

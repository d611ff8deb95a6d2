"""Which dossiers somebody may see: one rule for every page, list and figure."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q

from motcua.dossiers.models import Task
from motcua.offices.models import Office

if TYPE_CHECKING:
    from motcua.offices.actors import Actor

_OVERSEEING = ("supervisor", "administrator", "desk_head")
_NOWHERE = Q(pk__in=[])
_OWN = ("receiving_office", "competent_office", "returning_office")


class _AnyOf(Func):
    """`column = ANY(ARRAY(SELECT …))`: the offices are looked up once, and then an index on the column is used.

    A join, or `IN (SELECT …)` beside an `OR`, would read the dossiers of the whole province.
    """

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def visible_to(actor: Actor) -> Q:
    """The dossiers a person may see: of the own offices, and of the whole subtree for those who oversee it.

    An office sees what it receives, is competent for, returns, or holds (has or had a task of), nothing else.
    """
    if actor.system:
        return Q()
    tasks = Task.objects.filter(_within(actor, "unit__office"), dossier=OuterRef("pk"))
    return answered_for(actor) | Q(Exists(tasks))


def answered_for(actor: Actor, *either: Q) -> Q:
    """Those among them that an office receives, is competent for or returns: what its figures count.

    A dossier that only passed through an office is counted by the competent one. `either` narrows to dossiers
    that meet one of these conditions; each is tied to each place of the office, so that indexes on (office,
    condition) serve it.
    """
    if actor.system:
        return reduce(or_, either, Q())
    places = [_within(actor, column) for column in _OWN]
    return reduce(or_, (place & meets for meets in either or (Q(),) for place in places))


def offices_seen(actor: Actor) -> list[int]:
    """The offices whose dossiers and tasks the person may look into. One statement."""
    return list(Office.objects.filter(_offices(actor)).order_by().values_list("pk", flat=True))


def _within(actor: Actor, column: str) -> Q:
    offices = _offices(actor)
    if offices == _NOWHERE:
        return offices
    ids = ArraySubquery(Office.objects.filter(offices).order_by().values("pk"))
    return Q(_AnyOf(F(f"{column}_id"), ids))


def _offices(actor: Actor) -> Q:
    if actor.system:
        return Q()
    offices = Q()
    for path, oversees in sorted({(g.office_path, g.role in _OVERSEEING) for g in actor.grants}):
        offices |= Q(path__startswith=f"{path}.") | Q(path=path) if oversees else Q(path=path)
    return offices or _NOWHERE

"""Which dossiers somebody may see: one rule for every page, list and figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from motcua.dossiers.models import Task

if TYPE_CHECKING:
    from motcua.offices.actors import Actor

_OVERSEEING = ("supervisor", "administrator", "desk_head")
_OWN = ("receiving_office", "competent_office", "returning_office")


def visible_to(actor: Actor) -> Q:
    """The dossiers a person may see: of the own offices, and of the whole subtree for those who oversee it.

    An office sees what it receives, is competent for, returns, or holds (has or had a task of), nothing else.
    """
    if actor.system:
        return Q()
    tasks = Task.objects.filter(_within(actor, ("unit__office",)), dossier=OuterRef("pk"))
    return answered_for(actor) | Q(Exists(tasks))


def answered_for(actor: Actor) -> Q:
    """Those among them that an office receives, is competent for or returns: what its figures count.

    A dossier that only passed through an office is counted by the competent one.
    """
    return Q() if actor.system else _within(actor, _OWN)


def _within(actor: Actor, columns: tuple[str, ...]) -> Q:
    seen = Q(pk__in=[])
    for path, oversees in sorted({(g.office_path, g.role in _OVERSEEING) for g in actor.grants}):
        for column in columns:
            seen |= Q(**{f"{column}__path": path})
            if oversees:
                seen |= Q(**{f"{column}__path__startswith": f"{path}."})
    return seen

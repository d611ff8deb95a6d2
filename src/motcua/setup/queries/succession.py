"""The open dossiers of an office, for the day on which another one takes its place."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from motcua.dossiers.models import Task
from motcua.dossiers.queries import visible_dossiers
from motcua.offices.actors import Actor

MOST = 200  # moved with one click


@dataclass(frozen=True, slots=True)
class OpenDossier:
    """A dossier that somebody must still do something about at the office, or for it."""

    id: UUID
    code: str
    applicant: str
    procedure: str


def open_dossiers(actor: Actor, office_id: int) -> tuple[OpenDossier, ...]:
    """At most MOST + 1 of them, earliest due first. One statement."""
    tasks = Task.objects.filter(dossier=OuterRef("pk"), closed_at=None)
    own = Q(receiving_office=office_id) | Q(competent_office=office_id) | Q(returning_office=office_id)
    found = (
        visible_dossiers(actor)
        .filter(Exists(tasks), received_at__isnull=False)
        .filter(own | Q(Exists(tasks.filter(unit__office=office_id))))
        .order_by("due_at", "id")
        .values_list("id", "code", "applicant_name", "procedure_version__name")
    )
    return tuple(OpenDossier(pk, code or "", who, what) for pk, code, who, what in found[: MOST + 1])

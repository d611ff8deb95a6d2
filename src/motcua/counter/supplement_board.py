"""What the desk has to do about supplements: tell applicants, wait for them, close what nobody completed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from motcua.dossiers.lifecycle.waiting import AWAIT, DELIVER
from motcua.dossiers.models import Task

_LONGEST_LIST = 200


@dataclass(frozen=True, slots=True)
class SupplementLine:
    """One dossier that waits for its applicant; `due_at` is until when it must be told, or completed."""

    dossier_id: UUID
    version: int
    code: str
    applicant: str
    phone: str
    procedure: str
    due_at: datetime | None
    since: datetime

    @property
    def dialog(self) -> str:
        """Names the question asked before it is closed."""
        return f"close-{self.dossier_id}"


@dataclass(frozen=True, slots=True)
class Board:
    """The list in its three parts, most pressing first in each."""

    to_tell: tuple[SupplementLine, ...]
    waiting: tuple[SupplementLine, ...]
    overdue: tuple[SupplementLine, ...]


def board(office_id: int, now: datetime) -> Board:
    """The supplements of a desk. One statement."""
    tell: list[SupplementLine] = []
    waiting: list[SupplementLine] = []
    overdue: list[SupplementLine] = []
    rows = _open(office_id).select_related("dossier__procedure_version").order_by("due_at", "id")
    for task in rows[:_LONGEST_LIST]:
        if task.action == DELIVER:
            tell.append(_line(task))
        elif task.due_at is not None and task.due_at < now:
            overdue.append(_line(task))
        else:
            waiting.append(_line(task))
    return Board(tuple(tell), tuple(waiting), tuple(overdue))


def open_supplements(office_id: int) -> int:
    """How many there are."""
    return _open(office_id).count()


def _open(office_id: int) -> QuerySet[Task]:
    return Task.objects.filter(unit__office_id=office_id, closed_at=None, action__in=(DELIVER, AWAIT))


def _line(task: Task) -> SupplementLine:
    dossier = task.dossier
    return SupplementLine(
        dossier_id=dossier.pk,
        version=dossier.version,
        code=dossier.code or "",
        applicant=dossier.applicant_name,
        phone=str(dossier.applicant.get("phone", "")),
        procedure=dossier.procedure_version.name,
        due_at=task.due_at,
        since=task.opened_at,
    )

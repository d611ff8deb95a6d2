"""What the desk has asked for: supplements (tell, wait, close what nobody completed), and opinions of units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from motcua.dossiers.lifecycle.opinions import GIVE
from motcua.dossiers.lifecycle.waiting import AWAIT, DELIVER
from motcua.dossiers.models import Task

_LONGEST_LIST = 200
_ANSWERS_SHOWN = timedelta(days=7)


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
class OpinionLine:
    """An opinion that another unit owes, or has given lately."""

    dossier_id: UUID
    code: str
    applicant: str
    unit: str
    asked_at: datetime
    answer_by: datetime | None
    answered_at: datetime | None
    late: bool


@dataclass(frozen=True, slots=True)
class Board:
    """The list in its parts, most pressing first in each."""

    to_tell: tuple[SupplementLine, ...]
    waiting: tuple[SupplementLine, ...]
    overdue: tuple[SupplementLine, ...]
    opinions: tuple[OpinionLine, ...]


def board(office_id: int, now: datetime) -> Board:
    """What a desk has asked for and not got yet: of applicants, of other units. Two statements."""
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
    return Board(tuple(tell), tuple(waiting), tuple(overdue), _opinions(office_id, now))


def open_supplements(office_id: int) -> int:
    """How many there are."""
    return _open(office_id).count()


def _open(office_id: int) -> QuerySet[Task]:
    return Task.objects.filter(unit__office_id=office_id, closed_at=None, action__in=(DELIVER, AWAIT))


def _opinions(office_id: int, now: datetime) -> tuple[OpinionLine, ...]:
    """Those that are open, the most pressing first, then the answers of the last days (R-47, R-48)."""
    asked = Task.objects.filter(action=GIVE, dossier__receiving_office_id=office_id).exclude(
        outcome="cancelled"
    )
    open_or_new = asked.filter(Q(closed_at=None) | Q(closed_at__gt=now - _ANSWERS_SHOWN))
    rows = open_or_new.select_related("dossier", "unit").order_by(
        F("closed_at").desc(nulls_first=True), "due_at"
    )
    return tuple(
        OpinionLine(
            dossier_id=task.dossier_id,
            code=task.dossier.code or "",
            applicant=task.dossier.applicant_name,
            unit=task.unit.name,
            asked_at=task.opened_at,
            answer_by=task.due_at,
            answered_at=task.closed_at,
            late=task.due_at is not None and (task.closed_at or now) > task.due_at,
        )
        for task in rows[:_LONGEST_LIST]
    )


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

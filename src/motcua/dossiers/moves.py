"""Running dossiers and the versions of their process: how many run where, and what a move would do to each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers.ground import moving_of
from motcua.dossiers.lifecycle import decide
from motcua.dossiers.models import Dossier, Task
from motcua.dossiers.services import open_context
from motcua.kernel.errors import Refusal
from motcua.offices.actors import Actor
from motcua.offices.queries import within
from motcua.offices.roles import Role

_PROBE = UUID(int=0)
_WORDS = "…"


@dataclass(frozen=True, slots=True)
class Running:
    """A version of a process, and how many open dossiers run on it."""

    version_id: int
    number: int
    state: str
    dossiers: int


@dataclass(frozen=True, slots=True)
class StepMove:
    """One open step: where it stands and where it would stand; `again` if it opens anew."""

    before: str
    after: str
    due_before: datetime | None
    due_after: datetime | None
    again: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What a move would do to one dossier; `why_not` when it cannot be moved."""

    dossier_id: UUID
    code: str
    applicant: str
    due_at: datetime | None
    version: int
    steps: tuple[StepMove, ...]
    why_not: Refusal | None


def running(key: str, actor: Actor) -> tuple[Running, ...]:
    """Versions of a process on which dossiers of the person's offices run, newest first. One statement."""
    rows = (
        _open(actor)
        .filter(process_version__process__key=key)
        .values_list("process_version_id", "process_version__number", "process_version__state")
        .annotate(count=Count("pk"))
        .order_by("-process_version__number")
    )
    return tuple(Running(*row) for row in rows)


def waiting_at(version_id: int, actor: Actor) -> tuple[tuple[str, str, int], ...]:
    """Steps in which dossiers of a version wait: element, name, how many. One statement."""
    rows = (
        Task.objects.filter(dossier__in=_open(actor).filter(process_version=version_id), closed_at=None)
        .exclude(element="")
        .values_list("element", "name")
        .annotate(count=Count("pk"))
        .order_by("-count", "element")
    )
    return tuple((element, name, count) for element, name, count in rows)


def previews(
    version_id: int, target_id: int, places: dict[str, str], actor: Actor, limit: int
) -> tuple[Preview, ...]:
    """What a move to another version would do to each dossier of a version, nearest deadline first."""
    rows = _open(actor).filter(process_version=version_id).order_by("due_at", "pk")[:limit]
    return tuple(_preview(row, target_id, places, actor) for row in rows)


def _preview(row: Dossier, target_id: int, places: dict[str, str], actor: Actor) -> Preview:
    state, context = open_context(row.pk, actor)
    command = cmd.MoveToProcess(
        command_id=_PROBE,
        dossier_id=row.pk,
        process_version_id=target_id,
        decision_number=_WORDS,
        reason=_WORDS,
        places=tuple(places.items()),
    )
    steps: tuple[StepMove, ...] = ()
    why_not: Refusal | None = None
    context = moving_of(command, state, context)
    try:
        event = decide(state, command, context)
        assert isinstance(event, ev.ProcessSwitched)
        steps = _steps(state.tasks, event)
    except Refusal as refusal:
        steps = tuple(StepMove(t.name, "", t.due_at, None, again=False) for t in state.tasks)
        why_not = refusal
    return Preview(row.pk, row.code or "", row.applicant_name, row.due_at, state.version, steps, why_not)


def _steps(tasks: tuple[ev.OpenTask, ...], event: ev.ProcessSwitched) -> tuple[StepMove, ...]:
    opened = dict(zip(event.effect.cancelled, event.effect.opened, strict=False))
    dues = {item.token: item.due_at for item in event.dues}
    found = []
    for task in tasks:
        again = opened.get(task.token)
        if again is not None:
            found.append(StepMove(task.name, again.name, task.due_at, again.due_at, again=True))
        else:
            due = dues.get(task.token, task.due_at)
            found.append(StepMove(task.name, task.name, task.due_at, due, again=False))
    return tuple(found)


def _open(actor: Actor) -> QuerySet[Dossier]:
    rows = Dossier.objects.filter(received_at__isnull=False, finished_at=None)
    if actor.system:
        return rows
    here: Q = within(actor.paths(Role.ADMINISTRATOR), "competent_office__path")
    return rows.filter(here)

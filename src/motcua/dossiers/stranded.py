"""Never stranded: a dossier always has an owner, a next step and a due date. What has not is found and told here.

Dossiers whose time to complete has passed are closed by the clock (`tasks.close_unsupplemented`); all else needs
a supervisor, who reads the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Exists, Func, OuterRef, Q, QuerySet

from motcua.dossiers.lifecycle.opinions import GIVE
from motcua.dossiers.lifecycle.waiting import AWAIT
from motcua.dossiers.models import Dossier, Task
from motcua.dossiers.queries import visible_dossiers
from motcua.dossiers.status import READY_TO_RETURN
from motcua.kernel import time
from motcua.offices.actors import Actor
from motcua.offices.models import Membership

MOST_SHOWN = 100


class Reason(StrEnum):
    """Why nobody would ever take the dossier up by themselves."""

    NO_STEP = "no_step"  # open, but no step waits for anybody and no timer will open one
    NO_DUE = "no_due"  # the clock runs towards nothing
    NO_OWNER = "no_owner"  # the step waits for somebody who is gone, or for a role nobody holds
    WAIT_OVER = "wait_over"  # the time to supplement has passed and the dossier is still open
    NOBODY_RETURNS = "nobody_returns"  # a result without a step that hands it over


@dataclass(frozen=True, slots=True)
class Stranded:
    """A dossier that needs a supervisor. `step` is empty when there is none."""

    dossier_id: UUID
    code: str
    applicant: str
    reason: Reason
    step: str = ""


def stranded(actor: Actor, now: datetime) -> tuple[Stranded, ...]:
    """What is stranded among the dossiers the person may see, at most MOST_SHOWN. Five statements."""
    found: dict[UUID, Stranded] = {}
    for item in _all(actor, now):
        found.setdefault(item.dossier_id, item)
        if len(found) >= MOST_SHOWN:
            break
    return tuple(found.values())


def overdue_waits(now: datetime) -> QuerySet[Task]:
    """The waits for a supplement whose time has passed."""
    return Task.objects.filter(action=AWAIT, closed_at=None, due_at__lt=now)


def _all(actor: Actor, now: datetime) -> Iterator[Stranded]:
    seen = visible_dossiers(actor)
    steps = Task.objects.filter(dossier=OuterRef("pk"), closed_at=None)
    running = seen.filter(received_at__isnull=False, finished_at=None)
    yield from _told(running.filter(~Exists(steps), next_timer_at=None), Reason.NO_STEP)
    yield from _told(running.filter(due_at=None, state__waiting__isnull=True), Reason.NO_DUE)
    ready = seen.filter(finished_at__isnull=False, returned_at=None, status__in=READY_TO_RETURN)
    yield from _told(ready.filter(~Exists(steps)), Reason.NOBODY_RETURNS)
    yield from _told_tasks(overdue_waits(now).filter(dossier__in=seen), Reason.WAIT_OVER)
    yield from _told_tasks(_without_owner(seen), Reason.NO_OWNER)


def _without_owner(seen: QuerySet[Dossier]) -> QuerySet[Task]:
    today = time.today()
    in_force = Q(valid_from__lte=today) & (Q(valid_to=None) | Q(valid_to__gte=today))
    role = Func(
        OuterRef("role"),
        template="ARRAY[%(expressions)s]::varchar[]",
        output_field=ArrayField(CharField(max_length=20)),
    )
    holders = Membership.objects.filter(
        in_force, unit=OuterRef("unit"), roles__contains=role, person__is_active=True
    )
    own = Membership.objects.filter(
        in_force, unit=OuterRef("unit"), person=OuterRef("assignee"), person__is_active=True
    )
    # Opinions may be answered by any officer of the unit, so there the role says too little.
    gone = Q(assignee__isnull=False) & ~Exists(own)
    vacant = Q(assignee=None) & ~Exists(holders) & ~Q(action=GIVE)
    return Task.objects.filter(gone | vacant, closed_at=None, dossier__in=seen)


def _told(found: QuerySet[Dossier], reason: Reason) -> Iterator[Stranded]:
    rows = found.order_by("id").values_list("id", "code", "applicant_name")[:MOST_SHOWN]
    return (Stranded(row_id, code or "", name, reason) for row_id, code, name in rows)


def _told_tasks(found: QuerySet[Task], reason: Reason) -> Iterator[Stranded]:
    rows = found.order_by("id").values_list("dossier_id", "dossier__code", "dossier__applicant_name", "name")
    return (Stranded(row_id, code or "", who, reason, step) for row_id, code, who, step in rows[:MOST_SHOWN])

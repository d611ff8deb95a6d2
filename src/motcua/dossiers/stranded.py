"""Never stranded: a dossier always has an owner, a next step and a due date. What has not is found and told here.

Dossiers whose time to complete has passed are closed by the clock (`tasks.close_unsupplemented`); all else needs
a supervisor, who reads the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Exists, F, Func, OuterRef, Q, QuerySet, Value

from motcua.dossiers.lifecycle.opinions import GIVE
from motcua.dossiers.lifecycle.sending import ACCEPT, ACCEPT_PAPERS
from motcua.dossiers.lifecycle.waiting import AWAIT
from motcua.dossiers.models import Dossier, Task
from motcua.dossiers.sight import answered_for, held_by
from motcua.dossiers.status import READY_TO_RETURN
from motcua.kernel import time
from motcua.offices.actors import Actor
from motcua.offices.models import Membership

MOST_SHOWN = 100
LONG_AGO = timedelta(days=60)


class Reason(StrEnum):
    """Why nobody would ever take the dossier up by themselves."""

    NO_STEP = "no_step"  # open, but no step waits for anybody and no timer will open one
    NO_DUE = "no_due"  # the clock runs towards nothing
    NO_OWNER = "no_owner"  # the step waits for somebody who is gone, or for a role nobody holds
    UNACKNOWLEDGED = "unacknowledged"  # sent to an office whose desk let the hours to acknowledge pass
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
    """What is stranded among the dossiers the person may see, at most MOST_SHOWN. One statement."""
    parts = list(_parts(actor, now))
    rows = parts[0].union(*parts[1:], all=True).order_by("reason", "dossier_key")[: 2 * MOST_SHOWN]
    found: dict[UUID, Stranded] = {}
    for key, code, who, step, reason in rows:  # a dossier is told once, with its first reason
        found.setdefault(key, Stranded(key, code or "", who, _REASONS[reason], step))
    return tuple(found.values())[:MOST_SHOWN]


def overdue_waits(now: datetime) -> QuerySet[Task]:
    """The waits for a supplement whose time has passed.

    Waits that ended long ago are left to the supervisor: a clock that closed them now would rewrite history
    that is still being entered, such as an old year that is played again.
    """
    return Task.objects.filter(action=AWAIT, closed_at=None, due_at__lt=now, due_at__gt=now - LONG_AGO)


def unacknowledged(now: datetime) -> QuerySet[Task]:
    """Hand-overs between offices that no desk acknowledged in its time (R-57: alarm), papers included (R-36)."""
    return Task.objects.filter(action__in=(ACCEPT, ACCEPT_PAPERS), closed_at=None, due_at__lt=now)


def unacknowledged_count(actor: Actor, now: datetime) -> int:
    """How many of them concern dossiers the person may see, counted up to MOST_SHOWN. One statement."""
    late = unacknowledged(now).order_by().values_list("pk", flat=True)
    answered, held = (late.filter(seen) for seen in _tasks_seen(actor))
    return len(answered.union(held)[:MOST_SHOWN])


_REASONS = tuple(Reason)
_ALIVE, _DONE = Q(finished_at=None), Q(finished_at__isnull=False, returned_at=None)


def _tasks_seen(actor: Actor) -> tuple[Q, Q]:
    """Tasks of what the person's offices answer for and is not handed over, and tasks of these offices.

    Two conditions to be asked one after the other: an `OR` of them would read the tasks of the whole province.
    """
    own = Dossier.objects.filter(answered_for(actor, _ALIVE, _DONE))
    return Q(dossier__in=own), held_by(actor)


def _parts(actor: Actor, now: datetime) -> Iterator[QuerySet[Any, Any]]:
    # Each part looks where an index leads: at what the offices answer for and is alive, and at their own tasks.
    steps = Task.objects.filter(dossier=OuterRef("pk"), closed_at=None)
    running = Dossier.objects.filter(answered_for(actor, _ALIVE), received_at__isnull=False)
    ready = Dossier.objects.filter(answered_for(actor, _DONE), status__in=READY_TO_RETURN)
    yield _told(running.filter(~Exists(steps), next_timer_at=None), Reason.NO_STEP)
    yield _told(running.filter(due_at=None, state__waiting__isnull=True), Reason.NO_DUE)
    yield _told(ready.filter(~Exists(steps)), Reason.NOBODY_RETURNS)
    for seen in _tasks_seen(actor):
        yield _told_tasks(overdue_waits(now).filter(seen), Reason.WAIT_OVER)
        yield _told_tasks(unacknowledged(now).filter(seen), Reason.UNACKNOWLEDGED)
        yield _told_tasks(_without_owner(seen), Reason.NO_OWNER)


def _without_owner(seen: Q) -> QuerySet[Task]:
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
    return Task.objects.filter(gone | vacant, seen, closed_at=None)


def _told(found: QuerySet[Dossier], reason: Reason) -> QuerySet[Any, Any]:
    told = found.order_by().annotate(
        dossier_key=F("id"), who=F("applicant_name"), step=Value(""), reason=Value(_REASONS.index(reason))
    )
    return told.values_list("dossier_key", "code", "who", "step", "reason")


def _told_tasks(found: QuerySet[Task], reason: Reason) -> QuerySet[Any, Any]:
    told = found.order_by().annotate(
        dossier_key=F("dossier_id"),
        code=F("dossier__code"),
        who=F("dossier__applicant_name"),
        step=F("name"),
        reason=Value(_REASONS.index(reason)),
    )
    return told.values_list("dossier_key", "code", "who", "step", "reason")

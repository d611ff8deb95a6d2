"""Never stranded: a dossier always has an owner, a next step and a due date. What has not is found and told here.

Dossiers whose time to complete has passed are closed by the clock (`tasks.close_unsupplemented`); all else needs
a supervisor, who reads the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from motcua.dossiers.lifecycle.waiting import AWAIT
from motcua.dossiers.models import Task
from motcua.dossiers.sight import offices_seen
from motcua.dossiers.status import READY_TO_RETURN
from motcua.dossiers.stranded_sql import STRANDED, UNACKNOWLEDGED
from motcua.kernel import time
from motcua.offices.actors import Actor

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
    """What is stranded among the dossiers the person may see, at most MOST_SHOWN. Two statements."""
    values: dict[str, Any] = {
        "offices": offices_seen(actor),
        "now": now,
        "today": time.today(),
        "long_ago": now - LONG_AGO,
        "ready": sorted(READY_TO_RETURN),
        "most": 2 * MOST_SHOWN,
    }
    with connection.cursor() as cursor:
        cursor.execute(STRANDED, values)
        rows = cursor.fetchall()
    found: dict[UUID, Stranded] = {}
    for key, code, who, step, reason in rows:  # a dossier is told once, with its first reason
        found.setdefault(key, Stranded(key, code, who, Reason(reason), step))
    return tuple(found.values())[:MOST_SHOWN]


def overdue_waits(now: datetime) -> QuerySet[Task]:
    """The waits for a supplement whose time has passed.

    Waits that ended long ago are left to the supervisor: a clock that closed them now would rewrite history
    that is still being entered, such as an old year that is played again.
    """
    return Task.objects.filter(action=AWAIT, closed_at=None, due_at__lt=now, due_at__gt=now - LONG_AGO)


def unacknowledged_count(actor: Actor, now: datetime) -> int:
    """How many hand-overs between offices no desk acknowledged in its time, counted up to MOST_SHOWN.

    R-57: alarm; papers included (R-36). Of dossiers the person may see. Two statements.
    """
    values: dict[str, Any] = {"offices": offices_seen(actor), "now": now, "most": MOST_SHOWN}
    with connection.cursor() as cursor:
        cursor.execute(UNACKNOWLEDGED, values)
        (count,) = cursor.fetchone() or (0,)
    return int(count)

"""Which dossiers need an apology drafted, and the reason that stands in the draft (rule R-71)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateTimeField, Exists, OuterRef, QuerySet, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, JSONObject

from motcua.calendars.queries import revision_sum, work_calendar
from motcua.dossiers.codec import decode
from motcua.dossiers.events import ExtensionProposed
from motcua.dossiers.models import Dossier, DossierEvent, Task
from motcua.dossiers.nearness import draft_from
from motcua.dossiers.timekeeping import Clock
from motcua.rules.queries import by_id

# A worker that stood for some days catches up; history that is being entered again is left as it was.
LOOK_BACK = timedelta(days=7)
_CHUNK = 500
LOOK_AHEAD = timedelta(days=14)  # holidays and all, farther than the last working day before a due date


@dataclass(frozen=True, slots=True)
class Undrafted:
    """A dossier that may need the draft; `version` is the one the reason was read from."""

    dossier_id: UUID
    version: int
    reason: str


def undrafted(now: datetime, most: int) -> Iterator[Undrafted]:
    """Running dossiers without a proposal whose apology must be drafted by now, nearest due date first.

    Two statements. A proposal from before the limit began anew is earlier than the due date and does not count.
    """
    near = (row for row in _candidates(now).iterator(chunk_size=_CHUNK) if _near(row, now))
    for row in islice(near, most):
        yield Undrafted(row.pk, row.version, _reason(row.held))


def _near(row: Any, now: datetime) -> bool:
    """The rule asks the same again; to ask here first spares the ledgers of all that still have time."""
    if row.due_at is None or row.state.get("clock") is None or row.state.get("calendar") is None:
        return False
    calendar = work_calendar(row.state["calendar"], row.revision)
    clock: Clock = decode(Clock, row.state["clock"])
    return draft_from(calendar, clock, row.due_at, now, by_id(row.rule_set_id).apology_days_before)


def _candidates(now: datetime) -> QuerySet[Any]:
    proposals = (
        DossierEvent.objects.filter(dossier=OuterRef("pk"), type=ExtensionProposed.type)
        .annotate(promised=Cast(KT("payload__appointment_at"), DateTimeField()))
        .filter(promised__gt=OuterRef("due_at"))
    )
    steps = Task.objects.filter(dossier=OuterRef("pk"), closed_at=None).order_by("opened_at", "id")
    return (
        Dossier.objects.filter(
            received_at__isnull=False,
            finished_at=None,
            appointment_at=None,
            due_at__gt=now - LOOK_BACK,
            due_at__lt=now + LOOK_AHEAD,
        )
        .filter(~Exists(proposals))
        .annotate(
            held=ArraySubquery(steps.values(told=JSONObject(step="name", unit="unit__name"))),
            revision=Value(revision_sum()),
        )
        .order_by("due_at", "id")
        .only("version", "due_at", "state", "rule_set_id")
    )


def _reason(held: list[dict[str, str]]) -> str:
    """In Vietnamese, for it stands on the paper until somebody writes a better one."""
    places = "; ".join(f"ở bước “{step['step']}” tại {step['unit']}" for step in held)
    return f"Hồ sơ đang {places or 'được giải quyết'}."

"""The dossiers behind a figure: a page of lines, each with who holds it now and why it waits."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.fields.json import KT
from django.db.models.functions import JSONObject

from motcua.calendars.models import Calendar
from motcua.dossiers.events import Apologised, SentBack
from motcua.dossiers.models import Dossier, DossierEvent, Task
from motcua.dossiers.nearness import Nearness, near_dossier
from motcua.dossiers.running import running
from motcua.dossiers.status import Status
from motcua.kernel.pagination import page
from motcua.offices.actors import Actor
from motcua.parties.ids import mask
from motcua.reports import queries
from motcua.reports.formulas import Outcome, Window, outcome
from motcua.reports.measures import NEARLY, Measure, condition, places_to_look
from motcua.reports.queries import Scope

PAGE = 50
COUNT_CAP = 10_000
_EXPORT_CHUNK = 500
_ENDED = frozenset(
    {
        Measure.FINISHED,
        Measure.EARLY,
        Measure.ON_THE_DAY,
        Measure.ON_TIME,
        Measure.LATE,
        Measure.FINISHED_UNDATED,
        Measure.TO_HAND_OVER,
    }
)
_PRESSING = frozenset({Measure.WITHIN_TIME, Measure.OVERDUE, Measure.DUE_TODAY, Measure.NEARLY_LATE})


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has an open step of a dossier. `person` is empty when nobody in the unit is named yet."""

    step: str
    unit: str
    office: str
    person: str
    since: datetime
    step_due_at: datetime | None
    sent_back_by: str
    sent_back_at: datetime | None
    sent_back_reason: str
    action: str
    unit_id: int


@dataclass(frozen=True, slots=True)
class DossierLine:
    """One dossier of a list. The applicant's number is masked: who supervises needs no more."""

    id: UUID
    code: str
    applicant: str
    masked_number: str
    procedure_code: str
    procedure: str
    field: str
    unit: str
    office: str
    officer: str
    received_at: datetime
    due_at: datetime | None
    finished_at: datetime | None
    outcome: Outcome
    status: Status
    appointment_at: datetime | None = None  # the second appointment, signed with an apology
    apologised: bool = False  # for being late
    holders: tuple[Holder, ...] = ()
    received_elsewhere: str = ""  # the receiving office, where it is not the competent one
    near: Nearness | None = None  # of an open one whose clock runs; only where the holders are read, too


@dataclass(frozen=True, slots=True)
class Lines:
    """A page of a list. `count` is how many there are in all, at most COUNT_CAP + 1."""

    lines: tuple[DossierLine, ...]
    next_cursor: str
    previous_cursor: str
    count: int


def dossier_lines(
    measure: Measure, window: Window, actor: Actor, scope: Scope, *, cursor: str = "", size: int = PAGE
) -> Lines:
    """A page of the dossiers a figure counts: what presses first, else the newest. Two statements."""
    found = queries.behind(measure, window, actor, scope)
    count = found[: COUNT_CAP + 1].count()
    shown = page(with_holders(found), order=_order(measure), cursor=cursor, size=size)
    return Lines(tuple(_lines(shown.items, window)), shown.next_cursor, shown.previous_cursor, count)


def pressing(window: Window, actor: Actor, scope: Scope, size: int) -> tuple[DossierLine, ...]:
    """The late and nearly late dossiers, longest late first, with their holders. One statement."""
    either = condition(Measure.OVERDUE, window) | condition(Measure.NEARLY_LATE, window)
    due = Q(due_at__lt=window.until + NEARLY)  # told again beside each place: an index is on both
    places = [place & due for place in places_to_look(Measure.OVERDUE, window)]
    found = queries.dossiers(actor, scope, *places).filter(either)
    found = with_holders(found).order_by("due_at", "id")[:size]
    return tuple(_lines(list(found), window))


def all_lines(measure: Measure, window: Window, actor: Actor, scope: Scope) -> Iterator[DossierLine]:
    """Every dossier a figure counts, read in chunks, for a download; without the holders."""
    found = _with_names(queries.behind(measure, window, actor, scope)).order_by(*_order(measure))
    return (_line(row, window, ()) for row in found.iterator(_EXPORT_CHUNK))


def _order(measure: Measure) -> tuple[str, str]:
    if measure in _PRESSING:
        return ("due_at", "id")
    return ("-finished_at", "-id") if measure in _ENDED else ("-received_at", "-id")


def _with_names(found: QuerySet[Dossier]) -> QuerySet[Dossier]:
    sorry = DossierEvent.objects.filter(dossier=OuterRef("pk"), type=Apologised.type).alias(
        kind=KT("payload__kind")
    )
    return (
        found.annotate(apologised=Exists(sorry.filter(kind="late")))
        .select_related(
            "procedure_version__procedure",
            "field_group__unit",
            "competent_office",
            "receiving_office",
            "case_officer",
        )
        .only(
            "code",
            "applicant_name",
            "applicant",
            "received_at",
            "due_at",
            "finished_at",
            "status",
            "appointment_at",
            "procedure_version__name",
            "procedure_version__procedure__code",
            "field_group__name",
            "field_group__unit__name",
            "competent_office__short_name",
            "receiving_office__short_name",
            "case_officer__full_name",
        )
    )


def with_holders(found: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Each with its open steps and, where it was sent back, the last time: read in the same statement."""
    steps = Task.objects.filter(dossier=OuterRef("pk"), closed_at=None).order_by("opened_at", "id")
    returns = DossierEvent.objects.filter(dossier=OuterRef("pk"), type=SentBack.type).order_by("-seq")
    return _with_names(found).annotate(
        open_steps=ArraySubquery(
            steps.values(
                told=JSONObject(
                    step="name",
                    unit="unit__name",
                    office="unit__office__short_name",
                    person="assignee__full_name",
                    since="opened_at",
                    due="due_at",
                    action="action",
                    unit_id="unit_id",
                )
            )
        ),
        clock_json=KT("state__clock"),
        calendar_id=KT("state__calendar"),
        revision=revision_of_calendars(),
        sent_back=Subquery(
            returns.values(told=JSONObject(who="actor__full_name", at="at", reason="payload__reason"))[:1]
        ),
    )


def _lines(rows: Collection[Dossier], window: Window) -> Iterator[DossierLine]:
    return (as_line(row, window) for row in rows)


def as_line(row: Any, window: Window) -> DossierLine:
    """A row of `with_holders` as it stood at the end of the window."""
    near = None
    if row.finished_at is None or row.finished_at > window.until:
        near = nearness(row.clock_json, row.calendar_id, row.revision, row.due_at, window.until)
    return replace(_line(row, window, tuple(_holders(row))), near=near)


def nearness(
    clock_json: str | None, calendar_id: str | None, revision: int, due_at: datetime | None, now: datetime
) -> Nearness | None:
    """How near a due date is, from the columns of a dossier's row; None where no clock runs."""
    if due_at is None or (found := running(clock_json, calendar_id, revision)) is None:
        return None
    return near_dossier(*found, due_at, now)


def revision_of_calendars() -> Subquery:
    """As `revision_sum`, in the statement that reads the dossiers."""
    every = Calendar.objects.order_by().annotate(one=Value(1)).values("one")
    return Subquery(every.annotate(total=Sum("revision")).values("total"))


def _holders(row: Any) -> Iterator[Holder]:
    back = row.sent_back or {}
    for step in row.open_steps:
        yield Holder(
            step=step["step"],
            unit=step["unit"],
            office=step["office"],
            person=step["person"] or "",
            since=datetime.fromisoformat(step["since"]),
            step_due_at=datetime.fromisoformat(step["due"]) if step["due"] else None,
            sent_back_by=back.get("who") or "",
            sent_back_at=datetime.fromisoformat(back["at"]) if back else None,
            sent_back_reason=back.get("reason") or "",
            action=step["action"],
            unit_id=step["unit_id"],
        )


def _line(row: Any, window: Window, holders: tuple[Holder, ...]) -> DossierLine:
    assert row.received_at is not None
    return DossierLine(
        id=row.id,
        code=row.code or "",
        applicant=row.applicant_name,
        masked_number=mask(str(row.applicant.get("id_number", ""))),
        procedure_code=row.procedure_version.procedure.code,
        procedure=row.procedure_version.name,
        field=row.field_group.name,
        unit=row.field_group.unit.name,
        office=row.competent_office.short_name,
        officer=row.case_officer.full_name if row.case_officer else "",
        received_at=row.received_at,
        due_at=row.due_at,
        finished_at=row.finished_at,
        outcome=outcome(row.due_at, row.finished_at, window.until),
        status=Status(row.status),
        appointment_at=row.appointment_at,
        apologised=row.apologised,
        received_elsewhere=row.receiving_office.short_name
        if row.receiving_office_id != row.competent_office_id
        else "",
        holders=holders,
    )

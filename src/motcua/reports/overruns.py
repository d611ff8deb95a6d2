"""Whose time late dossiers took: the working minutes of every holder, and those of them after the due date.

A dossier is late as the figures say. Its time is divided by `dossiers.attribution`, so that the minutes of all holders
are those from reception to the end of processing (or to the end of the window), and their minutes after the due date
are the whole delay. Working time is that of the competent office.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.db.models.fields.json import KT

from motcua.calendars import worktime
from motcua.calendars.queries import work_calendar
from motcua.calendars.worktime import WorkCalendar
from motcua.dossiers.attribution import Charge, Holder, charges, held
from motcua.dossiers.history import units_in
from motcua.dossiers.ledger import Entry
from motcua.dossiers.queries import ledgers
from motcua.dossiers.state import DossierState
from motcua.offices.actors import Actor
from motcua.offices.models import Office, Unit
from motcua.procedures.models import ProcedureVersion
from motcua.reports import queries
from motcua.reports.formulas import Window
from motcua.reports.listing import revision_of_calendars
from motcua.reports.measures import Measure, condition, places_to_look
from motcua.reports.queries import Scope

RULES = "CT-2"  # named beside every printed figure; a change of a rule gets a new number
MOST_READ = 1_000  # the ledgers of so many are read at once


@dataclass(frozen=True, slots=True)
class Charged:
    """Who had the time: a unit, or without one whatever was awaited `outside`."""

    unit_id: int | None = None
    outside: str = ""


@dataclass(frozen=True, slots=True)
class LateDossier:
    """A dossier that was or is late, with the working minutes of everybody who had it."""

    id: UUID
    code: str
    applicant: str
    procedure: str
    office: str
    due_at: datetime
    finished_at: datetime | None  # None: not within the window
    charges: Mapping[Charged, Charge]

    @property
    def whole(self) -> Charge:
        """Of all holders together."""
        return summed(self.charges.values())


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit and its office."""

    name: str
    office: str


@dataclass(frozen=True, slots=True)
class Overruns:
    """The late dossiers of a window, those due last first, and the units that had them."""

    dossiers: tuple[LateDossier, ...]
    units: Mapping[int, UnitName]
    all_read: bool  # false when there were more than MOST_READ

    @property
    def several(self) -> bool:
        """Whether units of more than one office had them."""
        return len({unit.office for unit in self.units.values()}) > 1


def summed(parts: Iterable[Charge]) -> Charge:
    """All of them together."""
    return sum(parts, Charge())


def overruns(window: Window, actor: Actor, scope: Scope) -> Overruns:
    """The late dossiers of a window with whose time it was. Five statements."""
    late = condition(Measure.LATE, window) | condition(Measure.OVERDUE, window)
    due = Q(due_at__lt=window.until)  # told again beside each place: an index is on both
    places = [place & due for place in places_to_look(Measure.LATE, window)]
    found = queries.dossiers(actor, scope, *places).filter(late)
    rows = found.order_by("-due_at", "-id").values_list(
        "pk",
        "code",
        "applicant_name",
        "procedure_version_id",
        "competent_office_id",
        "due_at",
        "finished_at",
        KT("state__calendar"),
        revision_of_calendars(),
    )
    first = list(rows[: MOST_READ + 1])
    read = first[:MOST_READ]
    procedures = dict(
        ProcedureVersion.objects.filter(pk__in={row[3] for row in read}).values_list("pk", "name")
    )
    competent = dict(Office.objects.filter(pk__in={row[4] for row in read}).values_list("pk", "short_name"))
    told = ledgers([row[0] for row in read], window.until)
    units = Unit.objects.filter(pk__in=frozenset[int]().union(*map(units_in, told.values())))
    known = {
        pk: (office_id, UnitName(name, office))
        for pk, office_id, name, office in units.values_list("pk", "office_id", "name", "office__short_name")
    }
    offices = {pk: office_id for pk, (office_id, _name) in known.items()}
    dossiers = []
    for pk, code, applicant, procedure, office, due_at, finished_at, calendar_id, revision in read:
        assert due_at is not None
        calendar = work_calendar(int(calendar_id), revision)
        ended = finished_at if finished_at is not None and finished_at <= window.until else None
        parts = _charges(pk, told.get(pk, ()), offices, due_at, calendar, window.until)
        dossiers.append(
            LateDossier(
                pk, code or "", applicant, procedures[procedure], competent[office], due_at, ended, parts
            )
        )
    return Overruns(
        tuple(dossiers), {pk: name for pk, (_office, name) in known.items()}, len(first) <= MOST_READ
    )


def _charges(
    dossier_id: UUID,
    entries: Iterable[Entry],
    offices: Mapping[int, int],
    due_at: datetime,
    calendar: WorkCalendar,
    until: datetime,
) -> dict[Charged, Charge]:
    stretches = held(entries, DossierState(id=dossier_id), offices, until)
    return charges(stretches, due_at, lambda start, end: worktime.elapsed(calendar, start, end), _charged)


def _charged(holder: Holder) -> Charged:
    return Charged(outside=holder.outside) if holder.outside else Charged(holder.unit_id)

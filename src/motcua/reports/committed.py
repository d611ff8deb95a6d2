"""The promised times of the catalogue, who keeps them, and what dossiers really took."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from motcua.calendars import worktime
from motcua.calendars.queries import work_calendar
from motcua.calendars.worktime import Pause, Unit, WorkCalendar
from motcua.dossiers.codec import decode
from motcua.dossiers.timekeeping import Clock
from motcua.kernel.errors import Refusal
from motcua.kernel.search import sort_key
from motcua.offices.actors import Actor
from motcua.offices.models import FieldGroup, Office
from motcua.offices.queries import in_force
from motcua.offices.routing import calendar_of_office
from motcua.procedures.queries import versions_in_force
from motcua.procedures.records import LEVEL_OF_OFFICE
from motcua.reports.formulas import Window as Seen
from motcua.reports.measures import Measure
from motcua.reports.queries import Scope, behind
from motcua.reports.sight import Sight
from motcua.reports.time_cuts import Promise

MEASURED = 200  # the newest dossiers of a procedure tell enough


@dataclass(frozen=True, slots=True)
class Carrier:
    """An office with the fields it works in and its level ("xa", …); None: procedures of every level.

    `level_name` is the kind of its level as the office has it ("commune", "district", …).
    """

    id: int
    name: str
    field_codes: frozenset[str]
    level: str | None
    level_name: str = ""

    def carries_out(self, promise: Promise) -> bool:
        """Whether dossiers of the procedure are solved here."""
        fits = self.level is None or self.level in promise.levels
        return fits and promise.field_code in self.field_codes


def promises(on: date) -> tuple[list[Promise], int]:
    """The times of all procedures in force on a day, by field and name, and how many have no legal time."""
    rows = (
        versions_in_force(on)
        .select_related("procedure", "field")
        .defer("source", "search_text", "notes", "legal_bases")
    )
    found, unknown = [], 0
    for row in rows:
        if not row.legal_value or not row.time_unit:
            unknown += 1
            continue
        found.append(
            Promise(
                row.pk,
                row.procedure.code,
                row.name,
                row.field_id,
                row.field.name,
                tuple(row.levels),
                Unit(row.time_unit),
                row.legal_value,
                row.committed_value,
            )
        )
    return sorted(found, key=lambda one: (sort_key(one.field_name), sort_key(one.name), one.code)), unknown


def carriers(sight: Sight, on: date) -> list[Carrier]:
    """The offices somebody sees that solve dossiers on a day, in the order of the tree. Two statements."""
    fields: dict[int, set[str]] = defaultdict(set)
    seen = [office.id for office in sight.offices]
    for office_id, codes in FieldGroup.objects.filter(office_id__in=seen).values_list(
        "office_id", "field_codes"
    ):
        fields[office_id].update(codes)
    there = Office.objects.filter(in_force(on), pk__in=list(fields))
    levels = dict(there.values_list("pk", "level_name"))
    return [
        Carrier(
            office.id,
            office.name,
            frozenset(fields[office.id]),
            LEVEL_OF_OFFICE.get(levels[office.id]),
            levels[office.id],
        )
        for office in sight.offices
        if office.id in levels
    ]


def minutes_used(window: Seen, actor: Actor, scope: Scope) -> dict[str, list[int]]:
    """Working minutes that solved dossiers took, pauses left out, by procedure code.

    Only the newest `MEASURED` dossiers of a procedure that ended with a decision are measured, and only those
    of one appointment and without a time of their case: those would show another time than the promised one.
    """
    newest = Window(
        RowNumber(),
        partition_by=F("procedure_version__procedure_id"),
        order_by=[F("finished_at").desc(), F("id").desc()],
    )
    rows = (
        behind(Measure.FINISHED, window, actor, scope)
        .filter(Q(case_variant=None) | Q(case_variant__legal_value=None), decision__isnull=False)
        .annotate(row=newest, procedure=F("procedure_version__procedure__code"))
        .filter(row__lte=MEASURED)
        .values_list("procedure", "competent_office_id", "finished_at", "state__clock")
    )
    calendars: dict[int, WorkCalendar | None] = {}
    used: dict[str, list[int]] = defaultdict(list)
    for code, office_id, finished_at, raw in rows:
        clock = _clock(raw)
        if clock is None or finished_at is None or clock.segment or clock.counts_from > finished_at:
            continue
        if office_id not in calendars:
            calendars[office_id] = _calendar(office_id)
        calendar = calendars[office_id]
        if calendar is not None:
            pauses = [Pause(span.start, span.end) for span in clock.pauses]
            used[code].append(worktime.elapsed(calendar, clock.counts_from, finished_at, pauses))
    return used


def carried_by_any(promises: Sequence[Promise], carriers: Sequence[Carrier]) -> list[Promise]:
    """Those of the procedures that at least one of the offices carries out."""
    return [promise for promise in promises if any(one.carries_out(promise) for one in carriers)]


def _clock(raw: Any) -> Clock | None:
    return decode(Clock, raw) if raw else None


def _calendar(office_id: int) -> WorkCalendar | None:
    try:
        return work_calendar(calendar_of_office(office_id))
    except Refusal:
        return None

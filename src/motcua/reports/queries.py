"""Figures counted from dossiers, and the dossiers behind each, as far as the person may see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate

from motcua.dossiers.models import Dossier
from motcua.dossiers.sight import answered_for
from motcua.kernel import time
from motcua.offices.actors import Actor
from motcua.reports.formulas import DayFlow, Figures, Flow, Period, Window, flows, parts
from motcua.reports.measures import (
    WAITING_TO_BE_RETURNED,
    Measure,
    condition,
    places_to_look,
    population,
    within,
)

NOBODY = 0  # as officer: no officer is named yet


class Dimension(StrEnum):
    """By what figures are split."""

    FIELD = "field"  # the office's groups of fields, by name
    UNIT = "unit"  # the unit responsible for the field
    OFFICER = "officer"  # who examines, or examined
    OFFICE = "office"  # the competent office
    DESK = "desk"  # the office that received


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the dossiers somebody sees; None leaves a question open."""

    offices: tuple[int, ...] | None = None  # competent offices
    field: str | None = None
    unit: int | None = None
    officer: int | None = None
    procedures: tuple[str, ...] | None = None  # their codes, whichever version
    desk: int | None = None  # the office that received


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: what it stands for, and its figures."""

    key: str
    label: str
    note: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class InGroups:
    """Dossiers that are parts of groups handed in together, and the groups."""

    dossiers: int
    groups: int


@dataclass(frozen=True, slots=True)
class Today:
    """The picture of a day: what a leader asks every morning."""

    received: int
    finished: int
    open: int
    due_today: int
    nearly_late: int
    overdue: int
    to_hand_over: int
    provisional: int
    waiting: int
    paused: int


def dossiers(actor: Actor, scope: Scope = Scope(), *either: Q) -> QuerySet[Dossier]:
    """The dossiers of a scope that the person's offices answer for, and that meet one of the conditions."""
    found = Dossier.objects.filter(answered_for(actor, *either))
    if scope.offices is not None:
        found = found.filter(competent_office_id__in=scope.offices)
    if scope.field is not None:
        found = found.filter(field_group__name=scope.field)
    if scope.unit is not None:
        found = found.filter(field_group__unit_id=scope.unit)
    if scope.officer is not None:
        found = found.filter(case_officer_id=scope.officer or None)
    if scope.desk is not None:
        found = found.filter(receiving_office_id=scope.desk)
    if scope.procedures is not None:
        found = found.filter(procedure_version__procedure__code__in=scope.procedures)
    return found


def behind(measure: Measure, window: Window, actor: Actor, scope: Scope = Scope()) -> QuerySet[Dossier]:
    """The dossiers that a figure counts."""
    return dossiers(actor, scope, *places_to_look(measure, window)).filter(condition(measure, window))


def figures_by(
    dimension: Dimension,
    window: Window,
    actor: Actor,
    scope: Scope = Scope(),
) -> list[Line]:
    """The figures of a window, split; lines without any dossier are left out. One statement."""
    key, label, note, order = _SPLIT[dimension]
    grouped = (
        dossiers(actor, scope, *places_to_look(Measure.TOTAL, window))
        .filter(population(window))
        .values(key=F(key), label=F(label), note=F(note))
        .order_by(*order)
    )
    counted = grouped.annotate(**_counts(window))
    return _merged([_line(dict(row)) for row in counted])


def in_groups(window: Window, actor: Actor, scope: Scope = Scope()) -> InGroups:
    """How many of the received dossiers are parts of groups, and of how many groups. One statement.

    Every office answers for its own part, so figures count each; together they were handed in once (R-53).
    """
    found = behind(Measure.IN_GROUPS, window, actor, scope).order_by()
    return InGroups(**found.aggregate(dossiers=Count("pk"), groups=Count("group_id", distinct=True)))


def received_by_procedure(window: Window, actor: Actor, scope: Scope = Scope()) -> dict[str, int]:
    """How many dossiers came in, by code of the procedure. One statement."""
    found = behind(Measure.RECEIVED, window, actor, scope).order_by()
    counted = found.values_list("procedure_version__procedure__code").annotate(Count("pk"))
    return dict(counted)


def flow(period: Period, actor: Actor, as_of: datetime, scope: Scope = Scope()) -> list[Flow]:
    """The period by day, or by month when it is long, up to `as_of`. Two statements."""
    window = period.window(as_of)
    if window.until < window.start:
        return []
    found = dossiers(actor, scope, *places_to_look(Measure.TOTAL, window)).filter(population(window))
    came = _by_day(found, "received_at", {"received": Count("pk")})
    went = _by_day(found.filter(within(Measure.FINISHED, window)), "finished_at", _ends(window))
    before = sum(counts["received"] for day, counts in came.items() if day < period.first)
    days = [
        DayFlow(day, **came.get(day, {}), **went.get(day, {}))
        for day in sorted({*came, *went})
        if day >= period.first
    ]
    shown = Period(period.first, min(period.last, time.local(as_of).date()))
    return flows(_parts_of(period, shown), before, days)


def today(actor: Actor, as_of: datetime, scope: Scope = Scope()) -> Today:
    """The picture of the day of `as_of`. One statement, over what is not long since returned."""
    window = day_window(as_of)
    lately = Q(returned_at__gte=window.start)
    living = dossiers(actor, scope, Q(finished_at=None), WAITING_TO_BE_RETURNED, lately)
    counted = living.aggregate(
        **{item.name: Count("pk", filter=condition(Measure(item.name), window)) for item in fields(Today)}
    )
    return Today(**counted)


def day_window(as_of: datetime) -> Window:
    """The day of an instant, up to it."""
    day = time.local(as_of).date()
    return Period(day, day).window(as_of)


# ── how ──

# Dimension → key, label, note beside it, order.
_SPLIT: Mapping[Dimension, tuple[str, str, str, tuple[str, ...]]] = {
    Dimension.FIELD: (
        "field_group__name",
        "field_group__name",
        "field_group__position",
        ("field_group__position", "field_group__name"),
    ),
    Dimension.UNIT: (
        "field_group__unit_id",
        "field_group__unit__name",
        "field_group__unit__office__short_name",
        ("field_group__unit__office__path", "field_group__unit__name", "field_group__unit_id"),
    ),
    Dimension.OFFICER: (
        "case_officer_id",
        "case_officer__full_name",
        "field_group__unit__name",
        ("case_officer__full_name", "case_officer_id"),
    ),
    Dimension.OFFICE: (
        "competent_office_id",
        "competent_office__short_name",
        "competent_office__level_name",
        ("competent_office__path",),
    ),
    Dimension.DESK: (
        "receiving_office_id",
        "receiving_office__short_name",
        "receiving_office__level_name",
        ("receiving_office__path",),
    ),
}
_ENDS = (Measure.EARLY, Measure.ON_THE_DAY, Measure.LATE, Measure.FINISHED_UNDATED)
_COUNTED = tuple(Measure(item.name) for item in fields(Figures))


def _counts(window: Window) -> dict[str, Count]:
    return {measure.value: Count("pk", filter=within(measure, window)) for measure in _COUNTED}


def _ends(window: Window) -> dict[str, Count]:
    return {measure.value: Count("pk", filter=within(measure, window)) for measure in _ENDS}


def _by_day(found: QuerySet[Dossier], instant: str, counts: dict[str, Count]) -> dict[date, dict[str, int]]:
    """Counts by the local day of an instant."""
    days = found.annotate(day=TruncDate(instant, tzinfo=time.TZ)).values("day").annotate(**counts)
    rows: list[dict[str, Any]] = [dict(row) for row in days.order_by()]
    return {row.pop("day"): row for row in rows}


def _line(row: dict[str, Any]) -> Line:
    key = row["key"] if row["key"] is not None else NOBODY
    figures = Figures(**{measure.value: row[measure.value] for measure in _COUNTED})
    return Line(str(key), str(row["label"] or ""), str(row["note"] or ""), figures)


def _merged(lines: list[Line]) -> list[Line]:
    """Lines of one key as one: a field of the same name in several offices, an officer of several units."""
    found: dict[str, Line] = {}
    for line in lines:
        known = found.get(line.key)
        found[line.key] = (
            line if known is None else Line(line.key, line.label, known.note, known.figures + line.figures)
        )
    return list(found.values())


def _parts_of(period: Period, shown: Period) -> list[Period]:
    """The parts of the whole period that have begun, so that a young year is shown by month all the same."""
    return [part for part in parts(period) if part.first <= shown.last]

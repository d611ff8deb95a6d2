"""What publishing a day would do to open dossiers, before it is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from motcua.calendars.models import CalendarDay
from motcua.calendars.queries import assemble
from motcua.calendars.worktime import DayKind, DayOverride, Shift, TimeError, WorkCalendar
from motcua.dossiers.clocks import reception_clock
from motcua.dossiers.models import Dossier
from motcua.dossiers.status import Channel
from motcua.kernel import time
from motcua.kernel.errors import N_, Refusal
from motcua.procedures.queries import terms
from motcua.setup.queries.calendars import below

MAX_LOOKED_AT = 5_000
_NEEDED = (
    *("code", "applicant_name", "channel", "submitted_at", "received_at", "due_at"),
    *("procedure_version_id", "case_variant_id"),
)


@dataclass(frozen=True, slots=True)
class Moved:
    """An open dossier whose date would be another one."""

    code: str
    applicant: str
    before: datetime
    after: datetime


@dataclass(frozen=True, slots=True)
class Effect:
    """What publishing would do: dossiers with another date. `more`: not all were looked at."""

    moved: tuple[Moved, ...]
    looked_at: int
    more: bool


def effect_of_day(calendar_id: int, override: DayOverride) -> Effect:
    """Which open dossiers would get another due date if the day were published so.

    A calendar below that has its own decision for the day keeps it.
    """
    moved: list[Moved] = []
    looked_at = 0
    begin = time.beginning_of(override.date)
    for pk in sorted(below(calendar_id)):
        own = CalendarDay.objects.filter(calendar_id=pk, day=override.date, superseded_at=None)
        if pk != calendar_id and own.exists():
            continue
        rows = list(
            Dossier.objects.filter(
                received_at__lt=begin + timedelta(days=1),
                finished_at=None,
                due_at__gte=begin - timedelta(days=1),
                state__calendar=pk,
            )
            .only(*_NEEDED)
            .order_by("due_at")[: MAX_LOOKED_AT - looked_at]
        )
        if not rows:
            continue
        looked_at += len(rows)
        now = assemble(pk)
        then = replace(now, overrides=(*now.overrides, override))
        moved += _moved(rows, now, then)
    return Effect(tuple(moved), looked_at, looked_at >= MAX_LOOKED_AT)


def provisional_dossiers(calendar_id: int) -> int:
    """Open dossiers of a calendar whose date touches a year that is not announced."""
    return Dossier.objects.filter(
        state__calendar__in=sorted(below(calendar_id)), finished_at=None, provisional=True
    ).count()


def override_of_form(day: date, kind: str, shifts: Sequence[str], reason: str) -> DayOverride:
    """What was typed as a day. Refuses hours that cannot be."""
    try:
        parsed = tuple(Shift.parse(text) for text in shifts) or None
        return DayOverride(day, DayKind(kind), parsed, reason)
    except (TimeError, ValueError) as error:
        raise Refusal(
            "hours_wrong",
            N_("These hours cannot be right: %(reason)s"),
            N_("Write shifts like 07:30-11:30; a day off has none."),
            params={"reason": str(error)},
        ) from None


def _moved(rows: Sequence[Dossier], now: WorkCalendar, then: WorkCalendar) -> list[Moved]:
    found = []
    for row in rows:
        start = row.received_at
        if row.channel == Channel.POST and row.submitted_at is not None:
            start = row.submitted_at
        assert start is not None
        promise = terms(row.procedure_version_id)
        before = reception_clock(now, start, promise, row.case_variant_id).due_at
        after = reception_clock(then, start, promise, row.case_variant_id).due_at
        if before != after:
            found.append(Moved(row.code or "", row.applicant_name, before, after))
    return found

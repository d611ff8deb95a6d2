"""The days between two instants as an explanation groups them: full days, parts, holidays, rest days.

A run of full working days swallows the weekends inside it, so forty working days stay one or two lines;
holidays always show.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from motcua.calendars.instants import DAY, DAY_MINUTES, MINUTE, day_of
from motcua.calendars.office_hours import WorkCalendar


class RunKind(Enum):
    """What the days of a run have in common."""

    FULL = "full"
    PART = "part"
    HOLIDAY = "holiday"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class DayRun:
    """Neighbouring days of one kind. `amount`: working minutes; `number`: number of the first counted day."""

    kind: RunKind
    first: date
    last: date
    amount: int = 0
    days: int = 1
    rest_days: int = 0
    name: str = ""
    number: int = 0
    begin: int = 0
    end: int = 0


def rolled_days(cal: WorkCalendar, begin: int, end: int, done: int) -> list[DayRun]:
    """The runs between two instants; `done` ticks were counted before. Amounts are whole minutes.

    They are cut from the running sum, so seconds that one day leaves over are counted on the next.
    """
    return list(_grouped(_rolled(cal, begin, end, done)))


def counted_days(cal: WorkCalendar, first: date, last: date) -> list[DayRun]:
    """The runs of working days from first to last, numbered from 1, and what was skipped between them."""
    return list(_grouped(_counted(cal, first, last)))


def _rolled(cal: WorkCalendar, begin: int, end: int, done: int) -> Iterator[DayRun]:
    written = cal.ruler.worked(begin)
    ahead = done - written  # running sum = position + this
    for ordinal in range(begin // DAY, -(-end // DAY)):
        day = day_of(ordinal)
        shifts = cal.shifts_on(day)
        since, until = max(begin, ordinal * DAY), min(end, (ordinal + 1) * DAY)
        if not shifts:
            yield _skipped(cal, day)
            continue
        now = cal.ruler.worked(until)
        amount = (now + ahead) // MINUTE - (written + ahead) // MINUTE
        if now == written:
            continue
        opening, closing = (ordinal * DAY_MINUTES + minute for minute in (shifts[0].start, shifts[-1].end))
        full = since <= opening * MINUTE and until >= closing * MINUTE
        yield DayRun(
            RunKind.FULL if full else RunKind.PART,
            day,
            day,
            amount,
            begin=cal.ruler.opening(since),
            end=cal.ruler.reach(now),
        )
        written = now


_IN_BRACKETS = re.compile(r" \([^)]*\)")


def _counted(cal: WorkCalendar, first: date, last: date) -> Iterator[DayRun]:
    number = 0
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = day_of(ordinal)
        if cal.is_working_day(day):
            number += 1
            yield DayRun(RunKind.FULL, day, day, number=number)
        else:
            yield _skipped(cal, day)


def _skipped(cal: WorkCalendar, day: date) -> DayRun:
    name = cal.name_of_day_off(day)
    # "Tết Âm lịch (Saturday)" and "Tết Âm lịch" are one holiday to a reader.
    return (
        DayRun(RunKind.HOLIDAY, day, day, name=_IN_BRACKETS.sub("", name))
        if name
        else DayRun(RunKind.REST, day, day)
    )


def _grouped(days: Iterable[DayRun]) -> Iterator[DayRun]:
    run: DayRun | None = None
    rest: DayRun | None = None  # rest days seen after `run`; they belong inside it if the run goes on
    for day in days:
        if run is None and rest is None:
            run, rest = (None, day) if day.kind is RunKind.REST else (day, None)
        elif day.kind is RunKind.REST:
            rest = day if rest is None else replace(rest, last=day.last, days=rest.days + 1)
        elif run is not None and _joins(run, day, rest):
            run = _joined(run, day, rest)
            rest = None
        else:
            yield from (part for part in (run, rest) if part is not None)
            run, rest = day, None
    yield from (part for part in (run, rest) if part is not None)


def _joins(run: DayRun, day: DayRun, rest: DayRun | None) -> bool:
    if run.kind is not day.kind or run.kind is RunKind.PART:
        return False
    return run.kind is RunKind.FULL or (run.name == day.name and rest is None)


def _joined(run: DayRun, day: DayRun, rest: DayRun | None) -> DayRun:
    return replace(
        run,
        last=day.last,
        amount=run.amount + day.amount,
        days=run.days + 1,
        rest_days=run.rest_days + (rest.days if rest else 0),
    )

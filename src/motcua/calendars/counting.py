"""The questions one asks the working clock: when does it start, when is it due, how long did it take."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import datetime, timedelta

from motcua.calendars.instants import (
    DAY_MINUTES,
    MINUTE,
    ORIGIN,
    ORIGIN_SECONDS,
    VIETNAM,
    TimeError,
    instant,
    local,
    ticks,
)
from motcua.calendars.limits import Cutoff, Due, Pause, Terms, standstills
from motcua.calendars.office_hours import WorkCalendar
from motcua.calendars.reckoning import begin, check_worked, provisional, reckon


def effective_start(
    cal: WorkCalendar, start: datetime, cutoff: Cutoff | None = None
) -> tuple[datetime, bool]:
    """When the clock starts for something received at `start`, and whether that is a later working day.

    Before opening and in the lunch break: the next opening of the day. After closing, strictly after the
    cut-off, on a day off: the opening of the next working day. Applied once, at reception, resubmission
    and segment start.
    """
    opening, moved = begin(cal, ticks(local(start)), cutoff)
    return instant(opening), moved


def due(
    cal: WorkCalendar,
    start: datetime,
    terms: Terms,
    pauses: Iterable[Pause] = (),
    restart_at: datetime | None = None,
) -> Due:
    """When a limit ends that was received at `start`; `restart_at` (supplement complete) replaces the start.

    For LIMIT `start` is the due instant from which one counts back. Raises TimeError, never guesses.
    """
    reckoning = reckon(cal, start, terms, pauses, restart_at)
    return Due(
        at=None if reckoning.due is None else instant(reckoning.due),
        provisional=provisional(cal, reckoning, terms.mode),
        minutes_left=reckoning.left,
        effective_start=instant(reckoning.effective),
        moved=reckoning.moved,
    )


def add(cal: WorkCalendar, start: datetime, minutes: int, cutoff: Cutoff | None = None) -> datetime:
    """The instant at which `minutes` of working time after `start` are done: ROLL without pauses, fast."""
    if start.tzinfo is not VIETNAM:
        start = local(start)
    line = cal.ruler.line
    minute = start.toordinal() * DAY_MINUTES + start.hour * 60 + start.minute
    index = bisect_right(line.ends, minute)
    if (
        cutoff is None
        and type(minutes) is int
        and minutes > 0
        and not (start.second or start.microsecond)
        and line.first * DAY_MINUTES <= minute
        and index < len(line.starts)
    ):
        opening = line.starts[index]
        goal = line.before[index] + minutes
        if minute > opening:
            goal += minute - opening
        if goal <= line.before[-1]:
            last = bisect_left(line.before, goal) - 1
            return ORIGIN + timedelta(0, (line.starts[last] + goal - line.before[last]) * 60 - ORIGIN_SECONDS)
    return _add_carefully(cal, start, minutes, cutoff)


def elapsed(cal: WorkCalendar, start: datetime, end: datetime, pauses: Iterable[Pause] = ()) -> int:
    """Full working minutes between two instants, pauses left out; an open pause lasts to the end.

    Raises E_PAUSE_ORDER if the end lies before the start, E_EMPTY_CALENDAR if nobody ever works.
    """
    first, last = ticks(local(start)), ticks(local(end))
    if last < first:
        raise TimeError("E_PAUSE_ORDER", f"The end {end} lies before the start {start}.")
    stops = standstills(pauses, first)
    check_worked(cal)
    worked = cal.ruler.worked
    total = worked(last) - worked(first)
    for stop in stops:
        until = last if stop.end is None else min(stop.end, last)
        total -= max(0, worked(until) - worked(stop.start)) if stop.start < last else 0
    return total // MINUTE


def _add_carefully(cal: WorkCalendar, start: datetime, minutes: int, cutoff: Cutoff | None) -> datetime:
    if minutes <= 0:
        raise TimeError("E_ALLOTMENT", f"A time limit must be above zero, not {minutes} minutes.")
    if minutes != int(minutes):
        raise TimeError("E_FRACTION", f"A time limit is a whole number of minutes, not {minutes}.")
    effective, _ = begin(cal, ticks(start), cutoff)
    return instant(cal.ruler.reach(cal.ruler.worked(effective) + int(minutes) * MINUTE))

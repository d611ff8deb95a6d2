"""From a start and a limit to a due instant, with the way there: the counting modes, each a few lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Final

from motcua.calendars.instants import (
    DAY,
    MINUTE,
    TimeError,
    add_months,
    at_minute,
    day_of,
    local,
    out_of_range,
    ticks,
)
from motcua.calendars.limits import Cutoff, Mode, Pause, Standstill, Terms, Unit, standstills
from motcua.calendars.office_hours import WorkCalendar
from motcua.calendars.timeline import no_working_time

CLOCK_HOUR: Final = 60 * MINUTE


@dataclass(frozen=True, slots=True)
class PauseEffect:
    """What one pause did: minutes skipped (ROLL, CLOCK) or days added, and the last day after it."""

    start: int
    end: int | None
    amount: int
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A counted limit with its intermediate results; instants in ticks, days where a mode counts days."""

    received: int
    effective: int
    moved: bool
    due: int | None
    left: int | None = None
    minutes: int = 0
    pauses: tuple[PauseEffect, ...] = ()
    first_day: date | None = None  # day 1 of EOD
    counted_to: date | None = None  # last day before pauses and rest days were considered
    last_day: date | None = None  # after the pauses


def reckon(
    cal: WorkCalendar,
    start: datetime,
    terms: Terms,
    pauses: Iterable[Pause] = (),
    restart_at: datetime | None = None,
) -> Reckoning:
    """The same as `due`, with the way to the answer."""
    received = ticks(local(start))
    if restart_at is not None:
        again = ticks(local(restart_at))
        if again < received:
            raise TimeError("E_PAUSE_ORDER", f"The restart at {restart_at} lies before the start {start}.")
        received = again
    stops = standstills(pauses, received, restarted=restart_at is not None)
    match terms.mode:
        case Mode.ROLL:
            return _roll(cal, received, terms, stops)
        case Mode.EOD:
            return _whole_days(cal, received, terms, stops, terms.whole())
        case Mode.SAME_DAY:
            terms.check_same_day()
            return _whole_days(cal, received, replace(terms, moved_day_is=0), stops, 0)
        case Mode.CAL | Mode.MONTH:
            return _calendar_days(cal, received, terms, stops)
        case Mode.CLOCK:
            return _clock(received, terms, stops)
        case Mode.LIMIT:
            return _limit(cal, received, terms)
        case Mode.ELAPSED:
            raise TimeError(
                "E_MODE", "ELAPSED measures between two instants and has no due date; use elapsed()."
            )


def provisional(cal: WorkCalendar, reckoning: Reckoning, mode: Mode) -> bool:
    """Whether the days between start and end touch an unannounced holiday table. CLOCK asks no calendar."""
    if mode is Mode.CLOCK:
        return False
    seen = [reckoning.received, reckoning.effective, reckoning.due or reckoning.received]
    seen += [pause.start for pause in reckoning.pauses]
    return cal.is_provisional(day_of(min(seen) // DAY), day_of(max(seen) // DAY))


def begin(cal: WorkCalendar, received: int, cutoff: Cutoff | None) -> tuple[int, bool]:
    """The effective start of `effective_start`, in ticks."""
    check_worked(cal)
    day = received // DAY
    if cutoff is not None and (late := cutoff_on(cal, day_of(day), cutoff)) is not None:
        passed = (late.hour * 60 + late.minute) * MINUTE + late.second * 1_000_000 + late.microsecond
        if received - day * DAY > passed:
            return cal.ruler.opening((day + 1) * DAY), True
    opening = cal.ruler.opening(received)
    return opening, opening // DAY > day


def cutoff_on(cal: WorkCalendar, day: date, cutoff: Cutoff) -> time | None:
    """The time of day after which nothing counts from that day; None on a day off."""
    shifts = cal.shifts_on(day)
    if not shifts:
        return None
    if isinstance(cutoff, time):
        return cutoff
    hour, minute = divmod(max(shifts[-1].end - 60, 0), 60)
    return time(hour, minute)


def _roll(cal: WorkCalendar, received: int, terms: Terms, stops: tuple[Standstill, ...]) -> Reckoning:
    minutes = terms.minutes(cal.nominal_day_minutes)
    effective, moved = begin(cal, received, terms.cutoff)
    worked = cal.ruler.worked
    goal = worked(effective) + minutes * MINUTE
    effects: list[PauseEffect] = []
    for stop in stops:
        at_pause = worked(max(stop.start, effective))
        if at_pause >= goal:  # the limit was over when the pause began
            break
        if stop.end is None:
            left = -((at_pause - goal) // MINUTE)
            effects.append(PauseEffect(stop.start, None, 0))
            return Reckoning(received, effective, moved, None, left, minutes, tuple(effects))
        skipped = worked(max(stop.end, effective)) - at_pause
        goal += skipped
        effects.append(PauseEffect(stop.start, stop.end, skipped // MINUTE))
    return Reckoning(received, effective, moved, cal.ruler.reach(goal), None, minutes, tuple(effects))


def _whole_days(
    cal: WorkCalendar, received: int, terms: Terms, stops: tuple[Standstill, ...], count: int
) -> Reckoning:
    effective, moved = begin(cal, received, terms.cutoff)
    # The day before day 1: the day of receipt, or, where the moved-to day is day 1, the eve of that day.
    eve = effective // DAY - (1 if moved and terms.moved_day_is else 0)
    last = cal.ruler.working_day_after(eve, count) if count else day_of(eve)
    first = cal.ruler.working_day_after(eve, 1) if count else last
    return _with_day_pauses(
        cal,
        stops,
        Reckoning(received, effective, moved, None, first_day=first, counted_to=last, last_day=last),
    )


def _with_day_pauses(cal: WorkCalendar, stops: tuple[Standstill, ...], base: Reckoning) -> Reckoning:
    """For each pause that begins before the end: adds the working days after its day up to its last day."""
    last = base.counted_to
    assert last is not None
    effects: list[PauseEffect] = []
    for stop in stops:
        end = ticks(_closing(cal, last))
        if stop.start >= end:
            break
        if stop.end is None:
            return _paused(cal, base, effects, stop, end)
        added = _working_days(cal, stop.start // DAY, stop.end // DAY)
        last = cal.ruler.working_day_after(last.toordinal(), added) if added else last
        effects.append(PauseEffect(stop.start, stop.end, added, last))
    return replace(base, due=ticks(_closing(cal, last)), pauses=tuple(effects), last_day=last)


def _calendar_days(
    cal: WorkCalendar, received: int, terms: Terms, stops: tuple[Standstill, ...]
) -> Reckoning:
    count = terms.whole()
    check_worked(cal)
    first = day_of(received // DAY)
    last = add_months(first, count) if terms.mode is Mode.MONTH else day_of(first.toordinal() + count)
    base = Reckoning(received, received, False, None, first_day=first, counted_to=last, last_day=last)
    effects: list[PauseEffect] = []
    for stop in stops:
        rolled = _or_next_working_day(cal, last)
        end = ticks(_closing(cal, rolled))
        if stop.start >= end:
            break
        if stop.end is None:
            return _paused(cal, base, effects, stop, end)
        added = stop.end // DAY - stop.start // DAY
        # A pause that begins in the days won by rolling prolongs the rolled date, not the one already past.
        last = rolled if stop.start // DAY > last.toordinal() else last
        last = day_of(last.toordinal() + added)
        effects.append(PauseEffect(stop.start, stop.end, added, last))
    due_at = ticks(_closing(cal, _or_next_working_day(cal, last)))
    return replace(base, due=due_at, pauses=tuple(effects), last_day=last)


def _clock(received: int, terms: Terms, stops: tuple[Standstill, ...]) -> Reckoning:
    end = received + terms.whole() * CLOCK_HOUR
    effects: list[PauseEffect] = []
    minutes = terms.whole() * 60
    for stop in stops:
        if stop.start >= end:
            break
        if stop.end is None:
            effects.append(PauseEffect(stop.start, None, 0))
            left = -((stop.start - end) // MINUTE)
            return Reckoning(received, received, False, None, left, minutes, tuple(effects))
        end += stop.end - stop.start
        effects.append(PauseEffect(stop.start, stop.end, (stop.end - stop.start) // MINUTE))
    return Reckoning(received, received, False, end, None, minutes, tuple(effects))


def _limit(cal: WorkCalendar, deadline: int, terms: Terms) -> Reckoning:
    """The closing of the Nth working day strictly before the day of the deadline."""
    count = 1 if terms.allotment is None else terms.whole()
    check_worked(cal)
    day = deadline // DAY
    if terms.allotment is not None and terms.allotment.unit is Unit.CD:
        day, count = day - count + 1, 1
    last = _working_day_before(cal, day, count)
    return Reckoning(deadline, deadline, False, ticks(_closing(cal, last)), counted_to=last, last_day=last)


def _paused(
    cal: WorkCalendar, base: Reckoning, effects: list[PauseEffect], stop: Standstill, end: int
) -> Reckoning:
    left = cal.ruler.worked(end) - cal.ruler.worked(max(stop.start, base.effective))
    pauses = (*effects, PauseEffect(stop.start, None, 0))
    return replace(base, due=None, left=-(-left // MINUTE), pauses=pauses)


def _closing(cal: WorkCalendar, day: date) -> datetime:
    return at_minute(day, cal.shifts_on(day)[-1].end)


def _or_next_working_day(cal: WorkCalendar, day: date) -> date:
    return cal.ruler.working_day_after(day.toordinal() - 1, 1)


def _working_days(cal: WorkCalendar, after: int, until: int) -> int:
    """Number of working days d with after < d <= until."""
    return sum(cal.is_working_day(day_of(day)) for day in range(after + 1, until + 1))


def _working_day_before(cal: WorkCalendar, ordinal: int, count: int) -> date:
    for day in range(ordinal - 1, 0, -1):
        if cal.is_working_day(day_of(day)):
            count -= 1
            if count == 0:
                return day_of(day)
    raise out_of_range()


def check_worked(cal: WorkCalendar) -> None:
    """Raises E_EMPTY_CALENDAR where no shift was ever entered."""
    if not cal.has_shifts():
        raise no_working_time()

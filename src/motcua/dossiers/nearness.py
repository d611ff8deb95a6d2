"""How near a due time is: the share of its working time that is used, and when an apology must be drafted. Pure.

Officers are warned by the time that remains, of the dossier and of the step (NĐ 61/2018 Art 8(2)(b), rule R-70).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING

from motcua.calendars import worktime
from motcua.calendars.worktime import VIETNAM, Pause, WorkCalendar

if TYPE_CHECKING:
    from motcua.dossiers.timekeeping import Clock

_FARTHEST = 60  # days to look back for a working day; no office is closed for longer


class Warned(IntEnum):
    """The levels at which somebody is warned, in percent of the working time."""

    NOT_YET = 0
    HALF = 50
    MOST = 80
    WHOLE = 100


@dataclass(frozen=True, slots=True)
class Share:
    """Working minutes used, of all there were from the start to the due time."""

    used: int
    whole: int

    @property
    def percent(self) -> int:
        """Rounded down; above 100 when the time is over. A limit without working minutes counts as used up."""
        return 100 if self.whole <= 0 else self.used * 100 // self.whole

    @property
    def warned(self) -> Warned:
        """The highest level that is reached."""
        return next(level for level in reversed(Warned) if self.percent >= level)


def share(
    calendar: WorkCalendar, start: datetime, due_at: datetime, now: datetime, pauses: Iterable[Pause] = ()
) -> Share:
    """The share of a limit from `start` to `due_at` that is used at `now`; pauses count for nothing."""
    stops = tuple(pauses)
    start = min(start, due_at, now)
    return Share(
        worktime.elapsed(calendar, start, now, stops), worktime.elapsed(calendar, start, due_at, stops)
    )


@dataclass(frozen=True, slots=True)
class Nearness:
    """How far a due time is off, in working minutes: those left, or once it has passed those since."""

    share: Share
    minutes: int
    day_minutes: int

    @property
    def percent(self) -> int:
        """Of the working time, used up."""
        return self.share.percent

    @property
    def days(self) -> int:
        """Whole working days."""
        return self.minutes // self.day_minutes


def near_dossier(calendar: WorkCalendar, clock: Clock, due_at: datetime, now: datetime) -> Nearness:
    """How near the due date is, by the dossier's present limit: since reception, a restart or an appointment."""
    return _near(calendar, clock, clock.counts_from, due_at, now)


def near_step(
    calendar: WorkCalendar, clock: Clock, opened_at: datetime, due_at: datetime, now: datetime
) -> Nearness:
    """How near a step's own due time is; a restart of the dossier gave it all its time again."""
    return _near(calendar, clock, max(opened_at, clock.counts_from), due_at, now)


def _near(calendar: WorkCalendar, clock: Clock, start: datetime, due_at: datetime, now: datetime) -> Nearness:
    pauses = tuple(Pause(span.start, span.end) for span in clock.pauses)
    minutes = worktime.elapsed(calendar, min(now, due_at), max(now, due_at))
    return Nearness(share(calendar, start, due_at, now, pauses), minutes, calendar.nominal_day_minutes)


def draft_from(calendar: WorkCalendar, clock: Clock, due_at: datetime, now: datetime, days: int) -> bool:
    """Whether the apology must be drafted by `now`: `days` working days before the due date (rule R-71).

    Limits so short that this day begins with them, or before, wait until 80 % of their time is used:
    else every same-day dossier would ask for an apology when it is received.
    """
    day = opening_before(calendar, due_at, days)
    return now >= day and near_dossier(calendar, clock, due_at, now).share.warned >= Warned.MOST


def opening_before(calendar: WorkCalendar, due_at: datetime, days: int) -> datetime:
    """The opening of the working day that lies `days` working days before the day of `due_at`."""
    day = due_at.astimezone(VIETNAM).date()
    for _ in range(_FARTHEST):
        if days <= 0:
            break
        day -= timedelta(days=1)
        days -= calendar.is_working_day(day)
    return worktime.effective_start(calendar, datetime.combine(day, time(), VIETNAM))[0]

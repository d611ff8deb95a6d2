"""When an office works: shifts by weekday, seasons, and single days that differ (calendar = lịch làm việc).

Which rule wins on a day: a `DayOverride` (of two for one day, the later in the list), else the season in
force (again the later in the list), else the weekly hours. List the national table first and the office's own
decisions after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise

from motcua.calendars.instants import DAY_MINUTES, TimeError
from motcua.calendars.timeline import Ruler, Spans

SHIFT = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*[-–]\s*([0-9]{1,2}):([0-9]{2})")
MONDAY = 1
FRIDAY = 5


@dataclass(frozen=True, order=True, slots=True)
class Shift:
    """One stretch of working time of a day, in minutes after local midnight: 450-690 is 07:30-11:30."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= DAY_MINUTES:
            raise TimeError("E_CALENDAR", f"A shift must end after it starts, on the same day; got {self}.")

    @classmethod
    def parse(cls, text: str) -> Shift:
        """The shift written as "07:30-11:30". Raises E_CALENDAR for anything else."""
        match = SHIFT.fullmatch(text.strip())
        if not match or int(match[2]) > 59 or int(match[4]) > 59:
            raise TimeError("E_CALENDAR", f"Write a shift like 07:30-11:30, not {text!r}.")
        return cls(int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4]))

    def __str__(self) -> str:
        return f"{self.start // 60:02}:{self.start % 60:02}-{self.end // 60:02}:{self.end % 60:02}"

    @property
    def minutes(self) -> int:
        return self.end - self.start


Shifts = tuple[Shift, ...]
Weekly = Mapping[int, Shifts]


class DayKind(StrEnum):
    """What a dated decision makes of a day."""

    OFF = "off"
    WORKED = "worked"
    SHIFTS = "shifts"


@dataclass(frozen=True, slots=True)
class Season:
    """Hours that replace the whole week from one day to another, both included."""

    from_: date
    to: date
    weekly: Weekly

    def __post_init__(self) -> None:
        if self.to < self.from_:
            raise TimeError("E_CALENDAR", f"The season from {self.from_} ends before it begins ({self.to}).")
        object.__setattr__(self, "weekly", tidy_week(self.weekly))


NOT_ANNOUNCED = "chưa có thông báo chính thức"


@dataclass(frozen=True, slots=True)
class DayOverride:
    """One day that differs from its week, by a dated decision.

    OFF: nobody works. WORKED: a make-up day (làm bù); it takes Monday's shifts unless it has its own, and it
    always counts as a working day. SHIFTS: that day's own shifts (an early closing, an extra Saturday).
    """

    date: date
    kind: DayKind = DayKind.OFF
    shifts: Shifts | None = None
    reason: str = ""
    decision: str = ""
    trust: str = "practice"

    def __post_init__(self) -> None:
        if self.kind is DayKind.SHIFTS and not self.shifts:
            raise TimeError("E_CALENDAR", f"{self.date}: a day with its own hours needs at least one shift.")
        if self.kind is DayKind.OFF and self.shifts:
            raise TimeError("E_CALENDAR", f"{self.date}: a day off has no shifts.")
        if self.shifts is not None:
            object.__setattr__(self, "shifts", tidy_shifts(self.shifts))


def tidy_shifts(shifts: Iterable[Shift]) -> Shifts:
    """Sorted shifts of one day; refuses two that overlap."""
    ordered = tuple(sorted(shifts))
    for earlier, later in pairwise(ordered):
        if later.start < earlier.end:
            raise TimeError("E_CALENDAR", f"The shifts {earlier} and {later} overlap.")
    return ordered


def tidy_week(weekly: Weekly) -> dict[int, Shifts]:
    """Sorted shifts by ISO weekday, days off left out; refuses keys other than 1 (Monday) to 7 (Sunday)."""
    for weekday in weekly:
        if weekday not in range(1, 8):
            raise TimeError(
                "E_CALENDAR", f"A weekday is a number from 1 (Monday) to 7 (Sunday), not {weekday!r}."
            )
    return {weekday: tidy_shifts(shifts) for weekday, shifts in sorted(weekly.items()) if shifts}


@dataclass(frozen=True)
class WorkCalendar:
    """The working time of one office: an immutable value, safe to keep and to share between threads.

    `nominal_day_minutes` is what one working day of a limit is worth (480 where a day is 8 hours).
    `count_in_days` says for an ISO weekday whether it is a working *day* where whole days are counted. Unset:
    Monday to Friday are; Saturday and Sunday are if they are worked in full, not if only a reception shift is
    held. `covered` and `provisional_years` say where the holiday table is known; dates outside are marked
    provisional.
    """

    weekly: Weekly
    seasons: tuple[Season, ...] = ()
    overrides: tuple[DayOverride, ...] = ()
    nominal_day_minutes: int = 480
    count_in_days: Mapping[int, bool] = field(default_factory=dict)
    covered: tuple[date, date] | None = None
    provisional_years: frozenset[int] = frozenset()
    name: str = ""
    ruler: Ruler = field(init=False, repr=False, compare=False)
    _by_day: dict[date, DayOverride] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.nominal_day_minutes < 1:
            raise TimeError(
                "E_CALENDAR", "A working day must be worth at least one minute (nominal_day_minutes)."
            )
        put = object.__setattr__
        put(self, "weekly", tidy_week(self.weekly))
        put(self, "seasons", tuple(self.seasons))
        put(self, "overrides", tuple(self.overrides))
        put(self, "provisional_years", frozenset(self.provisional_years))
        put(self, "_by_day", {override.date: override for override in self.overrides})
        put(self, "ruler", Ruler(self._spans_on, self.is_working_day, self._settled()))

    def __hash__(self) -> int:
        return hash((self.name, tuple(self.weekly.items()), self.overrides, self.nominal_day_minutes))

    def week_on(self, day: date) -> Weekly:
        """The weekly hours in force on a day: the last listed season that covers it, else the usual week."""
        for season in reversed(self.seasons):
            if season.from_ <= day <= season.to:
                return season.weekly
        return self.weekly

    def override_on(self, day: date) -> DayOverride | None:
        """The dated decision for this very day, if there is one."""
        return self._by_day.get(day)

    def shifts_on(self, day: date) -> Shifts:
        """The shifts really worked on a day, in order; empty on a day off."""
        week = self.week_on(day)
        usual = week.get(day.isoweekday(), ())
        override = self._by_day.get(day)
        if override is None:
            return usual
        if override.kind is DayKind.OFF:
            return ()
        return override.shifts or week.get(MONDAY) or usual

    def is_working_day(self, day: date) -> bool:
        """Whether the day counts where whole days are counted (a bare Saturday reception shift does not)."""
        shifts = self.shifts_on(day)
        if not shifts:
            return False
        weekday = day.isoweekday()
        override = self._by_day.get(day)
        if override and (override.kind is DayKind.WORKED or not self.week_on(day).get(weekday)):
            return True
        return self.count_in_days.get(
            weekday, weekday <= FRIDAY or sum(shift.minutes for shift in shifts) >= self.nominal_day_minutes
        )

    def name_of_day_off(self, day: date) -> str | None:
        """Name of the holiday that closes the office; None on working days and ordinary rest days.

        One that nobody has announced yet says so: a due date behind it may still come forward.
        """
        override = self._by_day.get(day)
        if override is None or override.kind is not DayKind.OFF:
            return None
        if override.reason and override.trust == "unverified":
            return f"{override.reason}, {NOT_ANNOUNCED}"
        return override.reason or None

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether first..last touches a year whose holiday table is not announced or not entered."""
        if self.covered and not (self.covered[0] <= first and last <= self.covered[1]):
            return True
        return any(first.year <= year <= last.year for year in self.provisional_years)

    def has_shifts(self) -> bool:
        """Whether anybody ever works here."""
        weeks = [self.weekly, *(season.weekly for season in self.seasons)]
        return any(weeks) or any(override.shifts for override in self.overrides)

    def _spans_on(self, day: date) -> Spans:
        return tuple((shift.start, shift.end) for shift in self.shifts_on(day))

    def _settled(self) -> int:
        dated = [day.toordinal() for day in self._by_day]
        dated += [season.from_.toordinal() for season in self.seasons]
        dated += [season.to.toordinal() + 1 for season in self.seasons if season.to < date.max]
        return max(dated, default=0)

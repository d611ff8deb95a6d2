"""The words in which a time limit is given: unit, amount, counting mode, pauses; and the answer: due when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from enum import Enum, StrEnum
from fractions import Fraction
from typing import Final

from motcua.calendars.instants import TimeError, local, ticks

LARGEST: Final = 100_000_000
MINUSCULE: Final = Decimal("1E-30")


class Unit(StrEnum):
    """Unit of a limit: giờ làm việc, ngày làm việc, ngày, tháng, giờ (đồng hồ), trong ngày."""

    WH = "wh"
    WD = "wd"
    CD = "cd"
    MO = "mo"
    CH = "ch"
    SAME_DAY = "same_day"


class Mode(StrEnum):
    """How a limit is counted; each mode is one section of the conventions on working time."""

    ROLL = "ROLL"
    EOD = "EOD"
    CAL = "CAL"
    MONTH = "MONTH"
    SAME_DAY = "SAME_DAY"
    CLOCK = "CLOCK"
    LIMIT = "LIMIT"
    ELAPSED = "ELAPSED"


UNITS: Final = {
    Mode.ROLL: (Unit.WH, Unit.WD),
    Mode.EOD: (Unit.WD,),
    Mode.CAL: (Unit.CD,),
    Mode.MONTH: (Unit.MO,),
    Mode.SAME_DAY: (Unit.SAME_DAY,),
    Mode.CLOCK: (Unit.CH,),
    Mode.LIMIT: (Unit.WD, Unit.CD),
}


@dataclass(frozen=True, slots=True)
class Allotment:
    """How much time is granted: 3 wd, 0.5 wd, 12 ch. Half and quarter days are ordinary."""

    value: Decimal | Fraction | float | int
    unit: Unit

    def exact(self) -> Fraction:
        """The value without rounding (0.1 is one tenth). Raises E_ALLOTMENT unless 0 < value <= LARGEST."""
        value = Decimal(str(self.value)) if isinstance(self.value, float) else self.value
        # A Decimal may hold 1E+999999999 in a few bytes; look at it before it is written out as a fraction.
        if isinstance(value, Decimal) and not (value.is_finite() and MINUSCULE <= value <= LARGEST):
            value = 0
        if not 0 < value <= LARGEST:
            raise TimeError(
                "E_ALLOTMENT",
                f"A time limit must be above zero and at most {LARGEST}, not {self.value!s:.40}.",
            )
        return Fraction(value)


class LastHour(Enum):
    """The cut-off that follows the office: one hour before it closes on the day (NĐ 297/2025 Art 6(3))."""

    LAST_HOUR = "last_hour"


LAST_HOUR: Final = LastHour.LAST_HOUR
Cutoff = time | LastHour


@dataclass(frozen=True, slots=True)
class Terms:
    """How a limit is counted. `cutoff`: received strictly later counts from the next working day.

    `moved_day_is`: in EOD, whether a day to which the start was moved is day 1 (the default) or day 0.
    """

    allotment: Allotment | None
    mode: Mode
    cutoff: Cutoff | None = None
    moved_day_is: int = 1

    def __post_init__(self) -> None:
        if self.moved_day_is not in (0, 1):
            raise TimeError("E_MODE", f"moved_day_is must be 0 or 1, not {self.moved_day_is!r}.")

    def minutes(self, nominal_day_minutes: int) -> int:
        """Whole minutes of a rolling limit. Raises E_FRACTION if it does not come to whole minutes."""
        allotment = self._allotment()
        minutes = allotment.exact() * (60 if allotment.unit is Unit.WH else nominal_day_minutes)
        if minutes.denominator != 1:
            raise TimeError(
                "E_FRACTION", f"{allotment.value} {allotment.unit} is not a whole number of minutes."
            )
        return int(minutes)

    def whole(self) -> int:
        """The amount where only whole units make sense. Raises E_FRACTION for a fraction."""
        allotment = self._allotment()
        value = allotment.exact()
        if value.denominator != 1:
            raise TimeError(
                "E_FRACTION",
                f"{allotment.value} {allotment.unit}: fractions only make sense in ROLL, not {self.mode}.",
            )
        return int(value)

    def check_same_day(self) -> None:
        """SAME_DAY needs no amount; any other unit than same_day is a contradiction (E_UNIT)."""
        if self.allotment is not None:
            self._allotment()

    def _allotment(self) -> Allotment:
        if self.allotment is None:
            raise TimeError("E_ALLOTMENT", f"Mode {self.mode} needs a time limit; give a number and a unit.")
        if self.allotment.unit not in UNITS.get(self.mode, ()):
            expected = " or ".join(UNITS.get(self.mode, ()))
            raise TimeError("E_UNIT", f"Mode {self.mode} counts in {expected}, not in {self.allotment.unit}.")
        return self.allotment


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which the clock stands still; `end` None means it still does."""

    start: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Due:
    """When a limit ends. `done_at <= at` is on time.

    While the clock is paused `at` is None and `minutes_left` says how many working minutes remain (clock
    minutes in mode CLOCK; in the modes that count days, working minutes up to the end the limit had).
    `provisional`: touches a year whose holidays are not announced yet, so the date may still move.
    `effective_start`: when counting began; `moved`: whether that is a later day than the day of receipt.
    """

    at: datetime | None
    provisional: bool
    minutes_left: int | None
    effective_start: datetime
    moved: bool


@dataclass(frozen=True, slots=True)
class Standstill:
    """A pause in ticks, after overlapping ones were merged; `end` None means still paused."""

    start: int
    end: int | None


def standstills(pauses: Iterable[Pause], since: int, restarted: bool = False) -> tuple[Standstill, ...]:
    """The pauses in order of time, overlapping ones merged, without what lies before `since` (ticks).

    A restart ends whatever pause was running: its counting begins afresh. Raises E_PAUSE_ORDER if a pause
    ends before it starts or another one follows a pause that never ended; E_NAIVE_DATETIME for instants
    without offset.
    """
    merged: list[Standstill] = []
    for still in sorted(map(_standstill, pauses), key=lambda one: one.start):
        last = merged[-1] if merged else None
        if last and last.end is None:
            raise TimeError(
                "E_PAUSE_ORDER", "A pause cannot begin while an earlier one is open; end that one first."
            )
        end = since if restarted and still.end is None and still.start < since else still.end
        if last and last.end is not None and still.start <= last.end:
            merged[-1] = Standstill(last.start, None if end is None else max(last.end, end))
        else:
            merged.append(Standstill(still.start, end))
    return tuple(
        Standstill(max(still.start, since), still.end)
        for still in merged
        if still.end is None or still.end > since
    )


def _standstill(pause: Pause) -> Standstill:
    start = ticks(local(pause.start))
    end = ticks(local(pause.end)) if pause.end is not None else None
    if end is not None and end < start:
        raise TimeError("E_PAUSE_ORDER", f"The pause from {pause.start} ends before it starts ({pause.end}).")
    return Standstill(start, end)

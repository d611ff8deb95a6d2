"""Instants and days of the legal clock: Asia/Ho_Chi_Minh, fixed at +07:00, no daylight saving.

Inside the working-time room an instant is an integer number of *ticks* (microseconds of local time), so that
sums and comparisons are exact; people see aware datetimes. Limits themselves are whole minutes.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta, timezone
from typing import Final

VIETNAM: Final = timezone(timedelta(hours=7))
MINUTE: Final = 60_000_000
DAY_MINUTES: Final = 1440
DAY: Final = DAY_MINUTES * MINUTE
EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 9998
# Tick 0 would be "day 0", one day before 0001-01-01; everything is counted from here.
ORIGIN: Final = datetime(1, 1, 1, tzinfo=VIETNAM)
ORIGIN_SECONDS: Final = DAY_MINUTES * 60


class TimeError(ValueError):
    """A limit that cannot be counted. `code` is stable (such as `E_ALLOTMENT`); the text says what to do.

    Codes: E_EMPTY_CALENDAR, E_ALLOTMENT, E_FRACTION, E_NAIVE_DATETIME, E_PAUSE_ORDER, and for input that the
    law does not know: E_UNIT (unit does not fit the counting mode), E_MODE, E_RANGE (outside the years 1900
    to 9998), E_CALENDAR (shifts or dates of the calendar contradict each other).
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code

    def __reduce__(self) -> tuple[type[TimeError], tuple[str, str]]:
        return (TimeError, (self.code, str(self)))


def local(at: datetime) -> datetime:
    """The instant on Việt Nam's clock. Raises E_NAIVE_DATETIME without offset, E_RANGE for odd years."""
    if at.tzinfo is None or at.utcoffset() is None:
        raise TimeError(
            "E_NAIVE_DATETIME", f"The instant {at} has no UTC offset; write it like 2026-03-02T09:00+07:00."
        )
    if not EARLIEST_YEAR <= at.year <= LATEST_YEAR:
        raise out_of_range()
    return at.astimezone(VIETNAM)


def ticks(at: datetime) -> int:
    """Ticks of an instant that `local` returned."""
    minute = at.toordinal() * DAY_MINUTES + at.hour * 60 + at.minute
    return minute * MINUTE + at.second * 1_000_000 + at.microsecond


def instant(tick: int) -> datetime:
    """The aware instant of a tick. Raises E_RANGE beyond the year 9999."""
    try:
        return ORIGIN + timedelta(microseconds=tick - DAY)
    except OverflowError:
        raise out_of_range() from None


def day_of(ordinal: int) -> date:
    """The day of an ordinal number. Raises E_RANGE beyond the year 9999."""
    try:
        return date.fromordinal(ordinal)
    except (ValueError, OverflowError):
        raise out_of_range() from None


def at_minute(day: date, minute: int) -> datetime:
    """The instant `minute` minutes after local midnight of a day (1440 is the next midnight)."""
    return instant((day.toordinal() * DAY_MINUTES + minute) * MINUTE)


def add_months(day: date, months: int) -> date:
    """Same day number N months later, or the last day of that month (convention of the MONTH mode)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= LATEST_YEAR:
        raise out_of_range()
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def out_of_range() -> TimeError:
    return TimeError(
        "E_RANGE",
        f"The date is outside the years {EARLIEST_YEAR} to {LATEST_YEAR}; check the year and the limit.",
    )

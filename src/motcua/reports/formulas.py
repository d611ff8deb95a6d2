"""How a dossier counts. Pure; every figure of every report rests on these few notions.

A period is a closed interval of local dates. Figures are taken at an instant, `Window.until`: the as-of
instant, or the end of the period if that is earlier. What was open then counts as open, whatever came later.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum

from motcua.kernel.time import TZ, beginning_of

RULES = "II.06a, 1"  # named beside every printed figure; a change of a rule gets a new number
FIRST_YEAR, LAST_YEAR = 1990, 2100
_DAYS_SHOWN_SINGLY = 62
_INSTANT = timedelta(microseconds=1)


class Outcome(StrEnum):
    """How a dossier stands against its due date at an instant."""

    EARLY = "early"  # trước hạn: finished on a date before the due date
    ON_TIME = "on_time"  # đúng hạn: finished on the due date, not after the due instant
    LATE = "late"  # quá hạn, finished
    WITHIN_TIME = "within_time"  # trong hạn, still open
    OVERDUE = "overdue"  # quá hạn, still open
    NO_DUE_DATE = "no_due_date"  # never silently on time


def outcome(due_at: datetime | None, finished_at: datetime | None, as_of: datetime) -> Outcome:
    """How the dossier counts at `as_of`. Finished exactly at the due instant is on time."""
    if due_at is None:
        return Outcome.NO_DUE_DATE
    if finished_at is None or finished_at > as_of:
        return Outcome.OVERDUE if as_of > due_at else Outcome.WITHIN_TIME
    if finished_at > due_at:
        return Outcome.LATE
    early = finished_at.astimezone(TZ).date() < due_at.astimezone(TZ).date()
    return Outcome.EARLY if early else Outcome.ON_TIME


# ── periods ──


@dataclass(frozen=True, slots=True)
class Period:
    """A closed interval of local dates."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        """The instant it begins."""
        return beginning_of(self.first)

    @property
    def end(self) -> datetime:
        """The instant after it."""
        return beginning_of(self.last + timedelta(days=1))

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def window(self, as_of: datetime) -> Window:
        """The period as it can be seen at an instant."""
        return Window(self.start, min(as_of, self.end - _INSTANT))


@dataclass(frozen=True, slots=True)
class Window:
    """What figures of a period are counted over: from `start` up to and including `until`."""

    start: datetime
    until: datetime


def year(number: int) -> Period:
    """The calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31))


def quarter(day: date) -> Period:
    """The quarter a day lies in."""
    first = date(day.year, day.month - (day.month - 1) % 3, 1)
    return Period(first, _month_end(date(first.year, first.month + 2, 1)))


def month(day: date) -> Period:
    """The month a day lies in."""
    return Period(day.replace(day=1), _month_end(day))


def week(day: date) -> Period:
    """The week a day lies in, Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6))


def year_before(day: date) -> date:
    """The same day a year before; 28 February for 29 February."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year - 1, day.month, last)


def parts(period: Period) -> list[Period]:
    """The period in single days, or in months (cut at its edges) when it is longer than two months."""
    found: list[Period] = []
    first = period.first
    while first <= period.last:
        last = first if period.days <= _DAYS_SHOWN_SINGLY else min(_month_end(first), period.last)
        found.append(Period(first, last))
        first = last + timedelta(days=1)
    return found


def _month_end(day: date) -> date:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - timedelta(days=1)


# ── figures ──


@dataclass(frozen=True, slots=True)
class Figures:
    """One line of figures, columns 3 to 13 of report II.06a. See `holds` for what is always true of them."""

    received: int = 0  # in the period (columns 4 and 5)
    online: int = 0  # of these, handed in online (column 4)
    carried_over: int = 0  # received before the period and not finished at its start (column 6)
    finished: int = 0  # in the period (column 7)
    early: int = 0
    on_the_day: int = 0
    late: int = 0
    finished_undated: int = 0  # without a due date: told apart, never silently on time
    open: int = 0  # at the end (column 11)
    within_time: int = 0
    overdue: int = 0
    open_undated: int = 0

    @property
    def total(self) -> int:
        """All there was to do (column 3)."""
        return self.received + self.carried_over

    @property
    def on_time(self) -> int:
        """Finished not after the due instant: early, or on the day."""
        return self.early + self.on_the_day

    @property
    def at_hand(self) -> int:
        """Handed in at the desk or by post (column 5)."""
        return self.received - self.online

    @property
    def holds(self) -> bool:
        """Whether the report's identities hold: 3 = 4 + 5 + 6, 7 = 8 + 9 + 10, 11 = 12 + 13, 3 = 7 + 11."""
        return (
            self.total == self.finished + self.open
            and self.finished == self.early + self.on_the_day + self.late + self.finished_undated
            and self.open == self.within_time + self.overdue + self.open_undated
            and 0 <= self.online <= self.received
        )

    def __add__(self, other: Figures) -> Figures:
        """The sum, figure by figure."""
        return Figures(*(getattr(self, item.name) + getattr(other, item.name) for item in fields(Figures)))


@dataclass(frozen=True, slots=True)
class Flow:
    """What came in and went out in one part of a period, and what stood open before and after."""

    part: Period
    carried_over: int = 0
    received: int = 0
    early: int = 0
    on_the_day: int = 0
    late: int = 0
    finished_undated: int = 0

    @property
    def finished(self) -> int:
        """Finished in the part."""
        return self.early + self.on_the_day + self.late + self.finished_undated

    @property
    def open(self) -> int:
        """Open at its end; the next part carries these over."""
        return self.carried_over + self.received - self.finished


@dataclass(frozen=True, slots=True)
class DayFlow:
    """What came in and went out on one local day."""

    day: date
    received: int = 0
    early: int = 0
    on_the_day: int = 0
    late: int = 0
    finished_undated: int = 0


def flows(periods: Iterable[Period], carried_over: int, days: Iterable[DayFlow]) -> list[Flow]:
    """The parts of a period, in order, each carrying over what the one before left open.

    `carried_over` is what stood open before the first; days outside of all parts count nowhere.
    """
    known = list(days)
    found: list[Flow] = []
    for part in periods:
        inside = [day for day in known if part.first <= day.day <= part.last]
        sums = {name: sum(getattr(day, name) for day in inside) for name in _FLOWING}
        flow = Flow(part, carried_over, **sums)
        found.append(flow)
        carried_over = flow.open
    return found


_FLOWING = ("received", "early", "on_the_day", "late", "finished_undated")


def total(lines: Iterable[Figures]) -> Figures:
    """The sum of lines that share no dossier."""
    return sum(lines, Figures())


def percent(part: int, whole: int, decimals: int = 1) -> str | None:
    """A share in percent, rounded half away from zero; None ("không phát sinh") for a part of nothing.

    >>> percent(1446, 2573), percent(0, 0)
    ('56.2', None)
    """
    if whole == 0:
        return None
    scale = 10**decimals
    rounded = (part * 100 * scale * 2 + whole) // (whole * 2)
    return f"{rounded // scale}.{rounded % scale:0{decimals}d}" if decimals else str(rounded)


def change(now: int, before: int, decimals: int = 1) -> str | None:
    """The change from before to now in percent, with its sign; None when there was nothing before.

    >>> change(9, 57), change(60, 50), change(3, 3), change(1, 0)
    ('-84.2', '+20.0', '0.0', None)
    """
    size = percent(abs(now - before), before, decimals)
    if size is None or now == before:
        return size
    return f"{'+' if now > before else '-'}{size}"

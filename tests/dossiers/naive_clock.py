"""The due date once more, from the ledger alone and as simply as can be: minutes and days are counted one by one.

Written only to judge the program: it shares no line with `motcua.calendars` or `motcua.dossiers.clocks`, takes
the holidays from the file of golden cases, and knows the law by heart: a pause is left out, a supplement counts
the whole limit again, the second appointment begins with the proof of payment.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import yaml

from motcua.calendars.limits import Mode, Terms, Unit
from motcua.dossiers import events as ev
from motcua.dossiers.ledger import Entry
from motcua.kernel.time import TZ

_TABLE = Path(__file__).parents[1] / "calendars" / "data" / "time_calendars.yaml"
_FIRST, _LAST = date(2025, 12, 1), date(2028, 6, 30)
_SHIFTS = ((7 * 60 + 30, 11 * 60 + 30), (13 * 60 + 30, 17 * 60 + 30))


@dataclass(frozen=True)
class Days:
    """The working days of an office from Monday to Friday; `closed` are days taken away by its own decisions."""

    closed: frozenset[date] = frozenset()

    def worked(self, day: date) -> bool:
        if day in self.closed:
            return False
        return day in _make_up() or (day.isoweekday() < 6 and day not in _holidays())

    def next_worked(self, day: date) -> date:
        while not self.worked(day):
            day += timedelta(days=1)
        return day

    @property
    def minutes(self) -> list[datetime]:
        """Every working minute of two and a half years, one after the other."""
        return _minutes(self)


@cache
def _minutes(days: Days) -> list[datetime]:
    span = (_FIRST + timedelta(days=number) for number in range((_LAST - _FIRST).days))
    return [
        datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=TZ)
        for day in span
        if days.worked(day)
        for opening, closing in _SHIFTS
        for minute in range(opening, closing)
    ]


@cache
def _national() -> dict[str, list[dict[str, date]]]:
    found: dict[str, list[dict[str, date]]] = yaml.safe_load(_TABLE.read_text())["national"]
    return found


@cache
def _holidays() -> frozenset[date]:
    return frozenset(entry["date"] for entry in _national()["days_off"])


@cache
def _make_up() -> frozenset[date]:
    return frozenset(entry["date"] for entry in _national()["make_up"])


@dataclass
class NaiveClock:
    """What one dossier's ledger says about its clock. `limits`: one for each appointment."""

    limits: Sequence[Terms]
    start: datetime | None = None
    segment: int = 0
    pauses: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    tax: set[int] = field(default_factory=set)  # open steps at the tax office
    reckoned: int = 0  # number of the last event that fixed the date

    @property
    def stands(self) -> bool:
        return bool(self.pauses) and self.pauses[-1][1] is None

    def read(self, ledger: Sequence[Entry]) -> NaiveClock:
        for entry in ledger:
            self._hear(entry.seq, entry.event, entry.at.astimezone(TZ))
        return self

    def _hear(self, seq: int, event: ev.Event, at: datetime) -> None:
        match event:
            case ev.Received():
                posted = event.intake.submitted_at if event.intake.channel == "post" else None
                self._count_from(posted or at, seq)
            case ev.SupplementRequested() | ev.Paused() if self.start is not None:
                self.pauses.append((at, None))
            case ev.SupplementCompleted():
                self._count_from(at, seq)
            case ev.Resumed():
                self._go_on(at, seq)
            case ev.DueRecomputed():
                self.reckoned = seq
        self._look_at_tax(event, getattr(event, "effect", None), at, seq)

    def _look_at_tax(self, event: ev.Event, effect: ev.Effect | None, at: datetime, seq: int) -> None:
        if effect is None:
            return
        opened = {step.token for step in effect.opened if step.action == "tax"}
        closed = self.tax & {*effect.closed, *effect.cancelled}
        self.tax = (self.tax | opened) - closed
        if opened and not closed:
            self.pauses.append((at, None))
        elif closed and not opened and self.stands:
            if len(self.limits) > 1 and isinstance(event, ev.StepCompleted):  # paid, not sent back
                self.segment += 1
                self._count_from(at, seq)
            else:
                self._go_on(at, seq)

    def _count_from(self, at: datetime, seq: int) -> None:
        self.start, self.pauses, self.reckoned = at, [], seq

    def _go_on(self, at: datetime, seq: int) -> None:
        self.pauses[-1] = (self.pauses[-1][0], at)
        self.reckoned = seq

    def due(self, days: Days) -> datetime | None:
        """When the limit ends; None while the clock stands."""
        if self.start is None or self.stands:
            return None
        closed = [(begin, end) for begin, end in self.pauses if end is not None]
        return count(self.limits[min(self.segment, len(self.limits) - 1)], self.start, closed, days)


def count(terms: Terms, start: datetime, pauses: Sequence[tuple[datetime, datetime]], days: Days) -> datetime:
    """The end of one limit in the modes that the sample catalogue uses."""
    if terms.mode is Mode.ROLL:
        return _by_minutes(terms, start, pauses, days)
    if terms.mode is Mode.SAME_DAY:
        return _by_days(_begin(start, terms, days).date(), pauses, days, calendar=False)
    assert terms.mode is Mode.CAL, terms.mode
    assert terms.allotment is not None
    last = start.date() + timedelta(days=int(terms.allotment.exact()))
    return _by_days(last, pauses, days, calendar=True)


def _by_minutes(
    terms: Terms, start: datetime, pauses: Sequence[tuple[datetime, datetime]], days: Days
) -> datetime:
    assert terms.allotment is not None
    left = int(terms.allotment.exact() * (60 if terms.allotment.unit is Unit.WH else 480))
    minutes = days.minutes
    place = bisect_left(minutes, _begin(start, terms, days))
    while True:
        minute = minutes[place]
        if not any(begin <= minute < end for begin, end in pauses):
            left -= 1
            if not left:
                return minute + timedelta(minutes=1)
        place += 1


def _by_days(
    last: date, pauses: Sequence[tuple[datetime, datetime]], days: Days, *, calendar: bool
) -> datetime:
    for begin, end in pauses:
        rolled = days.next_worked(last)
        if begin >= _closing(rolled):
            break
        if calendar:
            # Nobody gains the days on which nobody worked anyway: the pause prolongs the date that was promised.
            last = (rolled if begin.date() > last else last) + (end.date() - begin.date())
        else:
            passed = (
                begin.date() + timedelta(days=n) for n in range(1, (end.date() - begin.date()).days + 1)
            )
            for _ in [day for day in passed if days.worked(day)]:
                last = days.next_worked(last + timedelta(days=1))
    return _closing(days.next_worked(last))


def _begin(start: datetime, terms: Terms, days: Days) -> datetime:
    """The first working minute that counts; after the cut-off, that of the next working day."""
    if terms.cutoff is not None and days.worked(start.date()) and start.time() > terms.cutoff:
        start = datetime(start.year, start.month, start.day, tzinfo=TZ) + timedelta(days=1)
    minutes = days.minutes
    return minutes[bisect_left(minutes, start)]


def _closing(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 17, 30, tzinfo=TZ)

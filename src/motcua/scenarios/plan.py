"""What happens in a replayed office, planned ahead: who hands in what and when each act is done. Pure.

A plan is repeatable: each dossier draws from its own random streams, so that neither the number of the others
nor an interruption changes it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from motcua.calendars.worktime import WorkCalendar
from motcua.kernel.time import TZ
from motcua.procedures.terms import ProcedureTerms
from motcua.scenarios.people import SamplePerson, sample_person
from motcua.scenarios.shares import Left, Lot, Shares, cast
from motcua.scenarios.way import Act, Work, held_back, way

_LONG = 5 * 480  # working minutes: less is not left waiting for weeks
_EARLY_DAYS = 4  # what is left waiting came in on the first of the last days


@dataclass(frozen=True, slots=True)
class Period:
    """When dossiers come in; those whose last act would lie after `closes` come earlier instead.

    `open_at`: every one of them is still being processed at that instant.
    """

    days: Sequence[date]
    closes: datetime | None = None
    open_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """So many dossiers of each procedure in one group of fields.

    `first`, `last` narrow the run's dates; `closed_by` is the day on which the last of them is done with;
    on `open_on` all of them are still being processed when the office closes. `desks`: the keys of the offices
    where they come in, in turn; none means the main office.
    """

    group: str
    procedures: Mapping[str, int]
    first: date | None = None
    last: date | None = None
    closed_by: date | None = None
    open_on: date | None = None
    desks: tuple[str, ...] = ()

    def period(self, days: Sequence[date], closed_by: date | None) -> Period:
        """When these come in, of the run's days; `closed_by` is the run's own last day."""
        first, last = self.first or days[0], self.last or days[-1]
        closes = self.closed_by or closed_by
        return Period(
            [day for day in days if first <= day <= last],
            _night(closes) if closes else None,
            _night(self.open_on) if self.open_on else None,
        )


@dataclass(frozen=True, slots=True)
class PlannedDossier:
    """One dossier of the plan. `acts` are what follows the reception, in order."""

    number: int
    procedure: str
    person: SamplePerson
    received_at: datetime
    posted_at: datetime | None
    lot: Lot
    acts: tuple[Act, ...]
    desk: str = ""  # the key of the office that receives, empty for the main office


@dataclass(frozen=True, slots=True)
class Ground:
    """What a plan rests on: the office's calendar and place, what is known of each procedure and its steps.

    `works_away`: the steps of a dossier that another office has received.
    """

    calendar: WorkCalendar
    place: str
    terms: Mapping[str, ProcedureTerms]
    works: Mapping[str, Sequence[Work]]
    works_away: Mapping[str, Sequence[Work]] = field(default_factory=dict)


def working_days(calendar: WorkCalendar, first: date, last: date) -> list[date]:
    """The working days from first to last, both included."""
    span = (last - first).days + 1
    days = (first + timedelta(days=offset) for offset in range(span))
    return [day for day in days if calendar.is_working_day(day)]


def plan_dossiers(
    seed: int,
    batches: Sequence[tuple[Batch, Period]],
    shares: Shares,
    ground: Ground,
    left: Mapping[Left, int] | None = None,
) -> list[PlannedDossier]:
    """All dossiers of a run, each batch in its period. `left`: how many are left waiting, and for what."""
    codes = [
        (code, period, batch.desks[turn % len(batch.desks)] if batch.desks else "")
        for batch, period in batches
        for turn, code in enumerate(code for code, count in batch.procedures.items() for _ in range(count))
    ]
    waiting = _left_waiting([code for code, _period, _desk in codes], ground, left or {})
    return [
        _plan_one(seed, number, code, period, shares, ground, waiting.get(number), desk)
        for number, (code, period, desk) in enumerate(codes)
    ]


def in_order(plan: Sequence[PlannedDossier]) -> Iterator[tuple[datetime, PlannedDossier, int]]:
    """Every act of the plan by time: (instant, dossier, index); index 0 is the reception."""
    acts = [(item.received_at, item.number, 0) for item in plan]
    acts += [(act.at, item.number, index) for item in plan for index, act in enumerate(item.acts, 1)]
    by_number = {item.number: item for item in plan}
    for at, number, index in sorted(acts):
        yield at, by_number[number], index


def _left_waiting(codes: Sequence[str], ground: Ground, left: Mapping[Left, int]) -> dict[int, Left]:
    """The numbers of the dossiers that are left waiting: of long procedures, spread over all of these."""
    wanted = [kind for kind, count in left.items() for _ in range(count)]
    long = [number for number, code in enumerate(codes) if _is_long(code, ground)]
    if len(long) < len(wanted):
        raise ValueError(
            f"{len(wanted)} dossiers cannot be left waiting: only {len(long)} take a week or more"
        )
    step = len(long) // len(wanted) if wanted else 1
    return dict(zip(long[::step], wanted, strict=False))


def _is_long(code: str, ground: Ground) -> bool:
    works = ground.works[code]
    return sum(work.minutes for work in works) >= _LONG and all(work.action != "tax" for work in works)


def _plan_one(
    seed: int,
    number: int,
    code: str,
    period: Period,
    shares: Shares,
    ground: Ground,
    left: Left | None,
    desk: str,
) -> PlannedDossier:
    draw = random.Random(f"{seed}/{number}")  # noqa: S311 (a sample, not a secret)
    life = random.Random(f"{seed}/{number}/life")  # noqa: S311
    calendar, terms = ground.calendar, ground.terms[code]
    works = ground.works_away[code] if desk else ground.works[code]
    person = sample_person(draw, ground.place)
    lot = cast(draw, life, shares, left)
    days = period.days[:_EARLY_DAYS] if left else period.days
    while True:
        received = _arrival(draw, calendar, days)
        acts = way(calendar, terms, works, lot, draw, received)
        if period.open_at is not None:
            acts = held_back(calendar, acts, draw, period.open_at)
        if period.closes is None or acts[-1].at <= period.closes or len(days) == 1:
            break
        # What comes too late to end in time comes earlier instead.
        days = days[: max(1, int(len(days) * 0.9))]
    # What is solved on the same day is handed in at the counter: by post it would be due before it came.
    by_post = lot.by_post and "post" in terms.channels and not terms.same_day
    posted = received - timedelta(hours=2) if by_post else None
    return PlannedDossier(number, code, person, received, posted, lot, acts, desk)


def _arrival(draw: random.Random, calendar: WorkCalendar, days: Sequence[date]) -> datetime:
    day = draw.choice(days)
    shift = draw.choice(calendar.shifts_on(day))
    minute = draw.randrange(shift.start + 5, shift.end - 5)
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60, draw.randrange(60), tzinfo=TZ)


def _night(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=TZ)

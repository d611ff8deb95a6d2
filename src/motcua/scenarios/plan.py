"""What happens in a replayed office, planned ahead: who hands in what and when each step is done. Pure.

A plan is repeatable: each dossier draws from its own random stream, so that neither the number of the others
nor an interruption changes it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from motcua.calendars import worktime
from motcua.calendars.worktime import WorkCalendar
from motcua.dossiers.clocks import reception_clock
from motcua.kernel.time import TZ
from motcua.procedures.terms import ProcedureTerms

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Nông", "Lộc", "Ma")
_MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Thanh", "Ngọc")
_GIVEN = (
    "An",
    "Bảo",
    "Cường",
    "Diệp",
    "Đông",
    "Giang",
    "Hạnh",
    "Khôi",
    "Liên",
    "Nhung",
    "Phượng",
    "Quỳnh",
    "Sơn",
    "Thảo",
    "Uyên",
    "Vượng",
    "Yến",
)


@dataclass(frozen=True, slots=True)
class Shares:
    """How often something other than the plain way happens, between 0 and 1."""

    late: float = 0.0
    sent_back: float = 0.0
    refused: float = 0.0
    by_post: float = 0.0
    authorised: float = 0.0
    stalled: float = 0.0  # nobody goes on after the first steps


@dataclass(frozen=True, slots=True)
class Batch:
    """So many dossiers of each procedure in one group of fields."""

    group: str
    procedures: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """A made-up applicant; the middle word "Mẫu" says so."""

    name: str
    id_number: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True)
class PlannedDossier:
    """One dossier of the plan. `acts` are instants of what follows the reception, in order."""

    number: int
    procedure: str
    person: SamplePerson
    received_at: datetime
    posted_at: datetime | None
    authorised: bool
    sent_back: bool
    refused: bool
    acts: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """When dossiers come in; processing that would end after `closes` is done faster, never later."""

    days: Sequence[date]
    closes: datetime | None = None


def sample_person(draw: random.Random) -> SamplePerson:
    """A person who does not exist, with an identity number of a province that does not exist (099)."""
    name = f"{draw.choice(_FAMILY)} {draw.choice(_MIDDLE)} Mẫu {draw.choice(_GIVEN)}"
    serial = draw.randrange(10**6)
    return SamplePerson(
        name=name,
        id_number=f"0991{draw.randrange(60, 99)}{serial:06d}",
        phone=f"0900{serial:06d}",
        address=f"Tổ {draw.randrange(1, 18)}, thị trấn Vĩnh Tuy",
    )


def working_days(calendar: WorkCalendar, first: date, last: date) -> list[date]:
    """The working days from first to last, both included."""
    span = (last - first).days + 1
    days = (first + timedelta(days=offset) for offset in range(span))
    return [day for day in days if calendar.is_working_day(day)]


def plan_dossiers(
    seed: int,
    batches: Sequence[Batch],
    shares: Shares,
    period: Period,
    calendar: WorkCalendar,
    terms: Mapping[str, ProcedureTerms],
    steps: Mapping[str, Sequence[int]],
) -> list[PlannedDossier]:
    """All dossiers of a period. `steps` gives the minutes of each procedure's steps after the reception."""
    found = []
    codes = [code for batch in batches for code, count in batch.procedures.items() for _ in range(count)]
    for number, code in enumerate(codes):
        draw = random.Random(f"{seed}/{number}")  # noqa: S311 (a sample, not a secret)
        found.append(_plan_one(number, code, draw, shares, period, calendar, terms[code], steps[code]))
    return found


def in_order(plan: Sequence[PlannedDossier]) -> Iterator[tuple[datetime, PlannedDossier, int]]:
    """Every act of the plan by time: (instant, dossier, index); index 0 is the reception."""
    acts = [(item.received_at, item.number, 0) for item in plan]
    acts += [(at, item.number, index + 1) for item in plan for index, at in enumerate(item.acts)]
    by_number = {item.number: item for item in plan}
    for at, number, index in sorted(acts):
        yield at, by_number[number], index


def _plan_one(
    number: int,
    code: str,
    draw: random.Random,
    shares: Shares,
    period: Period,
    calendar: WorkCalendar,
    terms: ProcedureTerms,
    steps: Sequence[int],
) -> PlannedDossier:
    person = sample_person(draw)
    late = draw.random() < shares.late
    sent_back = draw.random() < shares.sent_back and len(steps) >= 5  # somebody reviews before the signature
    refused = draw.random() < shares.refused
    authorised = draw.random() < shares.authorised
    by_post = draw.random() < shares.by_post and "post" in terms.channels
    stalled = draw.random() < shares.stalled
    received = _arrival(draw, calendar, period)
    clock = reception_clock(calendar, received, terms, None)
    if period.closes is not None:
        # What comes too late in the year to end in it comes earlier instead.
        latest = max(0, len(period.days) - 1)
        while clock.due_at > period.closes - timedelta(days=9) and latest > 0:
            latest = int(latest * 0.9)
            received = _arrival(draw, calendar, Period(period.days[: latest + 1]))
            clock = reception_clock(calendar, received, terms, None)
    allowed = max(30, worktime.elapsed(calendar, received, clock.due_at))
    share = draw.uniform(1.05, 1.4) if late else draw.uniform(0.25, 0.9)
    weights = [
        max(1, minutes) * draw.uniform(0.5, 1.0) for minutes in (*steps, *(steps[1:3] if sent_back else ()))
    ]
    acts, spent = [], 0.0
    for weight in weights:
        spent += weight / sum(weights) * allowed * share
        acts.append(worktime.add(calendar, received, max(1, round(spent))))
    collected = worktime.add(calendar, acts[-1], draw.randrange(10, 1200))
    return PlannedDossier(
        number=number,
        procedure=code,
        person=person,
        received_at=received,
        posted_at=received - timedelta(hours=2) if by_post else None,
        authorised=authorised,
        sent_back=sent_back,
        refused=refused,
        acts=tuple(acts[: len(acts) // 2]) if stalled else (*acts, collected),
    )


def _arrival(draw: random.Random, calendar: WorkCalendar, period: Period) -> datetime:
    day = draw.choice(period.days)
    shift = draw.choice(calendar.shifts_on(day))
    minute = draw.randrange(shift.start + 5, shift.end - 5)
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60, draw.randrange(60), tzinfo=TZ)

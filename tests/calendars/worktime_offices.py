"""Calendars and short spellings the tests of working time share."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from hypothesis import strategies as st

from motcua.calendars.calendarfile import calendars_from_yaml
from motcua.calendars.worktime import (
    VIETNAM,
    Allotment,
    DayKind,
    DayOverride,
    Mode,
    Season,
    Shift,
    Terms,
    Unit,
    WorkCalendar,
)

DATA = Path(__file__).parent / "data"
CASES = (DATA / "time_cases.csv").read_text(encoding="utf-8")
CALENDARS = (DATA / "time_calendars.yaml").read_text(encoding="utf-8")
OFFICES = calendars_from_yaml(CALENDARS)
STD = OFFICES["STD"]
SATURDAY_MORNING = OFFICES["SAT_AM"]


def at(text: str) -> datetime:
    """An instant of Việt Nam's clock: at("2026-03-02 09:00")."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def days(value: float, mode: Mode = Mode.ROLL, **options: object) -> Terms:
    """A limit in working days."""
    return Terms(Allotment(value, Unit.WD), mode, **options)  # type: ignore[arg-type]


def hours(value: float) -> Terms:
    """A limit in working hours, rolling."""
    return Terms(Allotment(value, Unit.WH), Mode.ROLL)


FIRST, LAST = date(2025, 12, 1), date(2026, 3, 31)
some_day = st.dates(FIRST, LAST)


@st.composite
def shifts_of_a_day(draw: st.DrawFn) -> tuple[Shift, ...]:
    edges = sorted(draw(st.lists(st.integers(0, 96), min_size=2, max_size=6, unique=True)))
    return tuple(Shift(15 * a, 15 * b) for a, b in zip(edges[::2], edges[1::2], strict=False))


weeks = st.dictionaries(st.integers(1, 7), shifts_of_a_day(), max_size=7)


@st.composite
def overrides(draw: st.DrawFn) -> DayOverride:
    kind = draw(st.sampled_from(DayKind))
    shifts = draw(shifts_of_a_day()) if kind is DayKind.SHIFTS else None
    return DayOverride(draw(some_day), kind, shifts, "Ngày nghỉ")


@st.composite
def seasons(draw: st.DrawFn) -> Season:
    first, last = sorted((draw(some_day), draw(some_day)))
    return Season(first, last, draw(weeks))


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    """Any office that works at least on Mondays: odd shifts, seasons, days off, make-up days."""
    weekly = {**draw(weeks), 1: draw(shifts_of_a_day())}
    return WorkCalendar(
        weekly,
        tuple(draw(st.lists(seasons(), max_size=2))),
        tuple(draw(st.lists(overrides(), max_size=6))),
        count_in_days=draw(st.dictionaries(st.integers(2, 7), st.booleans(), max_size=3)),
    )


# Whole minutes and odd seconds alike, some months on both sides of the dated decisions.
instants = st.datetimes(datetime(2025, 11, 1), datetime(2026, 5, 1), timezones=st.just(VIETNAM)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0, second=moment.second if moment.second % 3 == 0 else 0)
)
minutes = st.integers(1, 9000)

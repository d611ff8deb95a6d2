"""What must hold for any office, any start and any limit."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from worktime_offices import at, calendars, days, instants, minutes, some_day

from motcua.calendars.explanation import explain, line_text
from motcua.calendars.worktime import (
    LAST_HOUR,
    Allotment,
    DayOverride,
    Mode,
    Pause,
    Terms,
    TimeError,
    Unit,
    WorkCalendar,
    add,
    due,
    effective_start,
    elapsed,
)

modes = st.sampled_from([Mode.ROLL, Mode.EOD, Mode.CAL, Mode.MONTH, Mode.CLOCK, Mode.SAME_DAY])
UNIT = {Mode.ROLL: Unit.WD, Mode.EOD: Unit.WD, Mode.CAL: Unit.CD, Mode.MONTH: Unit.MO, Mode.CLOCK: Unit.CH}


@st.composite
def terms(draw: st.DrawFn, mode: st.SearchStrategy[Mode] = modes) -> Terms:
    chosen = draw(mode)
    allotment = Allotment(draw(st.integers(1, 12)), UNIT[chosen]) if chosen in UNIT else None
    cutoff = draw(
        st.none() | st.just(LAST_HOUR) | st.times().map(lambda moment: moment.replace(microsecond=0))
    )
    return Terms(allotment, chosen, cutoff, draw(st.integers(0, 1)))


@st.composite
def pauses(draw: st.DrawFn) -> tuple[Pause, ...]:
    return tuple(
        Pause(begin, begin + timedelta(minutes=draw(st.integers(0, 20_000))))
        for begin in draw(st.lists(instants, max_size=3))
    )


def walked(cal: WorkCalendar, start: datetime, allotted: int) -> datetime:
    """The slow truth: minute after minute, counted when a shift is on."""
    moment, seconds = start.replace(second=0), timedelta(seconds=start.second)
    begun = False
    while allotted:
        minute = moment.hour * 60 + moment.minute
        shift = next(
            (shift for shift in cal.shifts_on(moment.date()) if shift.start <= minute < shift.end), None
        )
        if shift and not begun:
            begun = True
            seconds = seconds if moment.replace(second=start.second) == start else timedelta()
        if shift:
            allotted -= 1
            # Odd seconds of the start run over into the next working minute.
            if allotted == 0 and seconds and minute + 1 == shift.end:
                return add_seconds_after(cal, moment + timedelta(minutes=1), seconds)
        moment += timedelta(minutes=1)
    return moment + seconds


def add_seconds_after(cal: WorkCalendar, moment: datetime, seconds: timedelta) -> datetime:
    while True:
        minute = moment.hour * 60 + moment.minute
        if any(shift.start <= minute < shift.end for shift in cal.shifts_on(moment.date())):
            return moment + seconds
        moment += timedelta(minutes=1)


@settings(max_examples=60)
@given(calendars(), instants, st.integers(1, 3000))
def test_a_walk_minute_by_minute_gives_the_same(cal: WorkCalendar, start: datetime, allotted: int) -> None:
    assert add(cal, start, allotted) == walked(cal, start, allotted)


@given(calendars(), instants, minutes)
def test_adding_quickly_and_counting_with_care_agree(
    cal: WorkCalendar, start: datetime, allotted: int
) -> None:
    limit = Terms(Allotment(allotted, Unit.WD), Mode.ROLL)
    one_minute_days = WorkCalendar(cal.weekly, cal.seasons, cal.overrides, nominal_day_minutes=1)
    first = add(one_minute_days, start, allotted)
    assert due(one_minute_days, start, limit).at == first
    assert add(one_minute_days, start, allotted) == first  # now on a ruler already drawn


@given(calendars(), instants, st.timedeltas(timedelta(), timedelta(days=9)), terms(), pauses())
def test_a_later_start_is_never_due_earlier(
    cal: WorkCalendar, start: datetime, later: timedelta, limit: Terms, stops: tuple[Pause, ...]
) -> None:
    later = timedelta(seconds=int(later.total_seconds()))
    stops = tuple(
        stop for stop in stops if stop.start >= start + later
    )  # both clocks run when a pause begins
    assert due(cal, start, limit, stops).at <= due(cal, start + later, limit, stops).at  # type: ignore[operator]


@given(calendars(), instants, minutes, minutes)
def test_a_larger_limit_is_never_due_earlier(cal: WorkCalendar, start: datetime, one: int, more: int) -> None:
    assert add(cal, start, one) <= add(cal, start, one + more)


@given(calendars(), instants, st.integers(1, 12), st.integers(1, 12), modes.filter(UNIT.get), pauses())
def test_a_larger_limit_is_never_due_earlier_in_any_mode(
    cal: WorkCalendar, start: datetime, one: int, more: int, mode: Mode, stops: tuple[Pause, ...]
) -> None:
    short, long = (Terms(Allotment(value, UNIT[mode]), mode) for value in (one, one + more))
    assert due(cal, start, short, stops).at <= due(cal, start, long, stops).at  # type: ignore[operator]


@given(calendars(), instants, terms(), some_day)
def test_a_new_holiday_never_makes_a_date_earlier(
    cal: WorkCalendar, start: datetime, limit: Terms, day: object
) -> None:
    holiday = DayOverride(day, reason="Nghỉ")  # type: ignore[arg-type]
    closed = WorkCalendar(cal.weekly, cal.seasons, (*cal.overrides, holiday), count_in_days=cal.count_in_days)
    assert due(cal, start, limit).at <= due(closed, start, limit).at  # type: ignore[operator]


@given(calendars(), instants, minutes)
def test_adding_and_measuring_are_inverse(cal: WorkCalendar, start: datetime, allotted: int) -> None:
    end = add(cal, start, allotted)
    assert elapsed(cal, effective_start(cal, start)[0], end) == allotted
    assert elapsed(cal, start, end) == allotted


@given(calendars(), instants, minutes, pauses())
def test_measuring_leaves_out_exactly_the_pauses_that_adding_left_out(
    cal: WorkCalendar, start: datetime, allotted: int, stops: tuple[Pause, ...]
) -> None:
    one_minute_days = WorkCalendar(cal.weekly, cal.seasons, cal.overrides, nominal_day_minutes=1)
    end = due(one_minute_days, start, days(allotted), stops).at
    assert end is not None
    assert elapsed(one_minute_days, start, end, stops) == allotted


@given(calendars(), instants, terms(), pauses(), instants, st.integers(0, 20_000))
def test_one_more_pause_never_shortens(
    cal: WorkCalendar, start: datetime, limit: Terms, stops: tuple[Pause, ...], begin: datetime, length: int
) -> None:
    more = (*stops, Pause(begin, begin + timedelta(minutes=length)))
    assert due(cal, start, limit, stops).at <= due(cal, start, limit, more).at  # type: ignore[operator]


@given(calendars(), instants, minutes, minutes)
def test_splitting_a_limit_never_changes_its_end(
    cal: WorkCalendar, start: datetime, one: int, two: int
) -> None:
    assert add(cal, add(cal, start, one), two) == add(cal, start, one + two)


@given(calendars(), instants, terms(modes.filter(lambda mode: mode is not Mode.CLOCK)), pauses())
def test_a_date_lies_inside_a_shift_or_at_its_end(
    cal: WorkCalendar, start: datetime, limit: Terms, stops: tuple[Pause, ...]
) -> None:
    end = due(cal, start, limit, stops).at
    assert end is not None
    before = end - timedelta(microseconds=1)  # 24:00 still belongs to the day that ends
    minute = before.hour * 60 + before.minute
    assert any(shift.start <= minute < shift.end for shift in cal.shifts_on(before.date()))


@given(calendars(), instants, minutes, pauses())
def test_the_lines_of_an_explanation_add_up_to_the_limit(
    cal: WorkCalendar, start: datetime, allotted: int, stops: tuple[Pause, ...]
) -> None:
    office = WorkCalendar(cal.weekly, cal.seasons, cal.overrides, nominal_day_minutes=1)
    lines = explain(office, start, days(allotted), stops)
    assert sum(int(str(line.params["minutes"])) for line in lines if line.key.startswith("work.")) == allotted
    assert lines[-1].at == due(office, start, days(allotted), stops).at
    assert all(line_text(line) for line in lines)


@given(calendars(), instants, terms(), pauses(), st.none() | instants)
def test_every_date_can_be_explained(
    cal: WorkCalendar, start: datetime, limit: Terms, stops: tuple[Pause, ...], open_since: datetime | None
) -> None:
    if open_since is not None:
        stops = (*(stop for stop in stops if stop.start < open_since), Pause(open_since, None))
    found = due(cal, start, limit, stops)
    lines = explain(cal, start, limit, stops)
    assert [line.at for line in lines if line.key == "due"] == ([] if found.at is None else [found.at])
    assert all(line_text(line) for line in lines)
    if limit.mode is Mode.ROLL and found.at is None:
        worked = sum(int(str(line.params["minutes"])) for line in lines if line.key.startswith("work."))
        assert worked + (found.minutes_left or 0) == limit.minutes(cal.nominal_day_minutes)


@given(
    calendars(),
    st.datetimes(),
    st.floats() | st.integers() | st.fractions(),
    st.sampled_from(Unit),
    st.sampled_from(Mode),
)
def test_whatever_comes_in_there_is_a_date_or_a_clear_refusal(
    cal: WorkCalendar, start: datetime, value: float, unit: Unit, mode: Mode
) -> None:
    for moment in (start, start.replace(tzinfo=at("2026-03-02 09:00").tzinfo)):
        found = refused = None
        try:
            found = due(cal, moment, Terms(Allotment(value, unit), mode)).at
        except TimeError as refusal:
            refused = refusal
        assert found is not None or (refused is not None and refused.code.startswith("E_") and str(refused))

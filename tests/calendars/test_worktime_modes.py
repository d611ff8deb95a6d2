"""Counting modes, start rules, pauses and errors beyond the golden cases."""

from __future__ import annotations

from datetime import UTC, date, time, timedelta
from decimal import Decimal
from fractions import Fraction
from threading import Thread

import pytest
from worktime_offices import OFFICES, SATURDAY_MORNING, STD, at, days, hours

from motcua.calendars.worktime import (
    Allotment,
    DayKind,
    DayOverride,
    Mode,
    Pause,
    Season,
    Shift,
    Terms,
    TimeError,
    Unit,
    WorkCalendar,
    add,
    due,
    effective_start,
    elapsed,
)

NINE = at("2026-03-02 09:00")
OFFICE_DAY = (Shift.parse("07:30-11:30"), Shift.parse("13:30-17:30"))


def code_of(cal: WorkCalendar, terms: Terms, *arguments: object) -> str:
    with pytest.raises(TimeError) as refusal:
        due(cal, NINE, terms, *arguments)  # type: ignore[arg-type]
    assert str(refusal.value)
    return refusal.value.code


# ── when the clock starts ──


@pytest.mark.parametrize(
    ("received", "starts", "moved"),
    [
        ("2026-03-02 07:30", "2026-03-02 07:30", False),
        ("2026-03-02 07:29:59", "2026-03-02 07:30", False),
        ("2026-03-02 11:29:59", "2026-03-02 11:29:59", False),
        ("2026-03-02 11:30", "2026-03-02 13:30", False),
        ("2026-03-02 17:29:59", "2026-03-02 17:29:59", False),
        ("2026-03-02 17:30", "2026-03-03 07:30", True),
        ("2026-03-06 23:59:59", "2026-03-09 07:30", True),
        ("2026-02-16 00:00", "2026-02-23 07:30", True),
    ],
)
def test_the_clock_starts_at_once_or_at_the_next_opening(received: str, starts: str, moved: bool) -> None:
    assert effective_start(STD, at(received)) == (at(starts), moved)


def test_a_cut_off_in_the_lunch_break_or_before_opening_still_moves_to_the_next_day() -> None:
    assert effective_start(STD, at("2026-03-02 12:15"), time(12)) == (at("2026-03-03 07:30"), True)
    assert effective_start(STD, at("2026-03-02 07:15"), time(7)) == (at("2026-03-03 07:30"), True)
    assert effective_start(STD, at("2026-03-02 15:00:00.000001"), time(15)) == (at("2026-03-03 07:30"), True)


def test_a_start_in_utc_is_read_on_the_clock_of_viet_nam() -> None:
    assert due(STD, NINE.astimezone(UTC), days(3)).at == at("2026-03-05 09:00")
    assert due(STD, NINE.astimezone(UTC), days(3)).at.utcoffset() == timedelta(hours=7)  # type: ignore[union-attr]


def test_seconds_are_neither_lost_nor_rounded() -> None:
    assert due(STD, at("2026-03-02 09:00:07"), days(3)).at == at("2026-03-05 09:00:07")
    assert due(STD, at("2026-03-02 11:29:30"), hours(0.1)).at == at("2026-03-02 13:35:30")


# ── whole days ──


def test_a_reception_shift_on_saturday_takes_dossiers_but_is_no_working_day() -> None:
    saturday = at("2026-03-07 09:00")
    assert due(SATURDAY_MORNING, saturday, days(1, Mode.EOD)).at == at("2026-03-09 17:30")
    assert due(SATURDAY_MORNING, at("2026-03-06 18:00"), days(1, Mode.EOD)).at == at("2026-03-09 17:30")
    assert due(SATURDAY_MORNING, at("2026-03-06 18:00"), days(1, Mode.EOD, moved_day_is=0)).at == at(
        "2026-03-09 17:30"
    )


def test_an_office_may_count_its_saturday_morning_and_a_full_saturday_counts_anyway() -> None:
    counted = WorkCalendar({**STD.weekly, 6: OFFICE_DAY[:1]}, count_in_days={6: True})
    assert due(counted, at("2026-03-06 10:00"), days(1, Mode.EOD)).at == at("2026-03-07 11:30")
    assert due(OFFICES["SIX_SUN0906"], at("2026-03-06 10:00"), days(1, Mode.EOD)).at == at("2026-03-07 17:30")


def test_a_make_up_day_counts_even_where_saturdays_do_not_and_takes_the_hours_of_monday() -> None:
    assert due(SATURDAY_MORNING, at("2026-01-09 10:00"), days(1, Mode.EOD)).at == at("2026-01-10 17:30")
    assert SATURDAY_MORNING.shifts_on(date(2026, 1, 10)) == OFFICE_DAY


def test_a_day_that_closes_early_is_still_a_working_day() -> None:
    assert due(OFFICES["T_HALF0603"], at("2026-03-05 10:00"), days(1, Mode.EOD)).at == at("2026-03-06 11:30")


def test_calendar_days_end_on_a_real_working_day() -> None:
    terms = Terms(Allotment(1, Unit.CD), Mode.CAL)
    assert due(SATURDAY_MORNING, at("2026-03-06 10:00"), terms).at == at("2026-03-09 17:30")
    assert due(OFFICES["T_HALF0603"], at("2026-03-05 10:00"), terms).at == at("2026-03-06 11:30")


@pytest.mark.parametrize(("months", "end"), [(1, "2024-02-29"), (13, "2025-02-28"), (12, "2025-01-31")])
def test_months_end_on_the_same_day_number_or_the_last_of_the_month(months: int, end: str) -> None:
    terms = Terms(Allotment(months, Unit.MO), Mode.MONTH)
    every_day = WorkCalendar(dict.fromkeys(range(1, 8), OFFICE_DAY))
    assert due(every_day, at("2024-01-31 09:00"), terms).at == at(f"{end} 17:30")


def test_the_apology_is_due_n_working_days_before() -> None:
    assert due(STD, at("2026-03-09 10:00"), days(2, Mode.LIMIT)).at == at("2026-03-05 17:30")
    assert due(STD, at("2026-03-09 10:00"), Terms(None, Mode.LIMIT)).at == at("2026-03-06 17:30")
    calendar_days = Terms(Allotment(3, Unit.CD), Mode.LIMIT)
    assert due(STD, at("2026-03-10 10:00"), calendar_days).at == at("2026-03-06 17:30")


# ── pauses and restarts ──


def pause(start: str, end: str | None) -> Pause:
    return Pause(at(f"2026-03-{start}"), None if end is None else at(f"2026-03-{end}"))


def test_overlapping_and_unordered_pauses_are_one() -> None:
    together = due(STD, NINE, days(3), [pause("03 10:00", "04 10:00")])
    apart = [pause("03 14:00", "04 10:00"), pause("03 10:00", "03 15:00"), pause("03 16:00", "03 16:30")]
    assert due(STD, NINE, days(3), apart) == together
    assert due(STD, NINE, days(3, Mode.EOD), apart) == due(
        STD, NINE, days(3, Mode.EOD), [pause("03 10:00", "04 10:00")]
    )


def test_a_pause_after_the_end_comes_too_late() -> None:
    late = [pause("06 10:00", "09 10:00")]
    assert due(STD, NINE, days(3), late).at == at("2026-03-05 09:00")
    assert due(STD, NINE, days(3), [pause("05 09:00", None)]).at == at("2026-03-05 09:00")
    assert due(STD, NINE, days(3, Mode.EOD), late).at == at("2026-03-05 17:30")


def test_a_pause_on_the_last_day_prolongs_a_limit_in_whole_days() -> None:
    assert due(STD, NINE, days(3, Mode.EOD), [pause("05 10:00", "09 10:00")]).at == at("2026-03-09 17:30")


def test_a_pause_in_days_won_by_a_weekend_does_not_end_before_it_is_over() -> None:
    terms = Terms(Allotment(5, Unit.CD), Mode.CAL)  # ends on Saturday, so on Monday the 9th
    assert due(STD, NINE, terms, [pause("09 10:00", "11 10:00")]).at == at("2026-03-11 17:30")


def test_while_paused_there_is_no_date_only_time_left() -> None:
    over_night = [pause("02 18:00", None)]
    assert due(STD, NINE, days(3), over_night).at is None
    assert due(STD, NINE, days(3), over_night).minutes_left == 1440 - 390
    assert due(STD, NINE, days(1, Mode.EOD), over_night).minutes_left == 480
    clock = due(STD, NINE, Terms(Allotment(12, Unit.CH), Mode.CLOCK), [pause("02 10:00", None)])
    assert clock.minutes_left == 11 * 60


def test_clock_hours_stand_still_in_a_pause_and_ask_no_calendar() -> None:
    terms = Terms(Allotment(12, Unit.CH), Mode.CLOCK)
    assert due(OFFICES["EMPTY"], NINE, terms, [pause("02 10:00", "02 11:15")]).at == at("2026-03-02 22:15")
    assert not due(STD, at("2030-01-01 00:00"), terms).provisional


def test_a_restart_forgets_what_was_before_also_a_pause_still_open() -> None:
    pauses = [pause("03 10:00", None)]
    found = due(STD, NINE, days(5), pauses, at("2026-03-09 14:00"))
    assert found.at == at("2026-03-16 14:00")
    assert found.effective_start == at("2026-03-09 14:00")


def test_same_day_work_paused_over_night_is_due_on_the_day_it_goes_on() -> None:
    terms = Terms(None, Mode.SAME_DAY)
    assert due(STD, NINE, terms, [pause("02 10:00", "03 10:00")]).at == at("2026-03-03 17:30")


def test_open_pauses_and_clock_time_do_not_count_as_worked() -> None:
    assert elapsed(STD, NINE, at("2026-03-02 17:30"), [pause("02 15:00", None)]) == 150 + 90
    assert elapsed(STD, NINE, NINE) == 0
    assert elapsed(STD, NINE, at("2026-03-02 09:00:59")) == 0


# ── provisional dates ──


@pytest.mark.parametrize(
    ("start", "terms", "provisional"),
    [
        ("2026-12-30 09:00", days(1), False),
        ("2026-12-31 09:00", days(1), True),
        ("2023-12-29 09:00", days(1), True),
        ("2026-12-31 18:00", Terms(None, Mode.SAME_DAY), True),
        ("2026-12-20 09:00", Terms(Allotment(15, Unit.CD), Mode.CAL), True),
        ("2031-05-05 09:00", days(1), True),
    ],
)
def test_a_date_is_provisional_where_the_holidays_are_not_announced(
    start: str, terms: Terms, provisional: bool
) -> None:
    assert due(STD, at(start), terms).provisional is provisional


# ── errors ──


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (days(0), "E_ALLOTMENT"),
        (days(-1), "E_ALLOTMENT"),
        (days(float("nan")), "E_ALLOTMENT"),
        (days(float("inf")), "E_ALLOTMENT"),
        (Terms(Allotment(Decimal("1E+999999999"), Unit.WD), Mode.ROLL), "E_ALLOTMENT"),
        (Terms(None, Mode.ROLL), "E_ALLOTMENT"),
        (days(-0.5, Mode.EOD), "E_ALLOTMENT"),
        (hours(0.01), "E_FRACTION"),
        (Terms(Allotment(Fraction(1, 7), Unit.WD), Mode.ROLL), "E_FRACTION"),
        (days(1.5, Mode.LIMIT), "E_FRACTION"),
        (Terms(Allotment(1.5, Unit.CD), Mode.CAL), "E_FRACTION"),
        (Terms(Allotment(0.5, Unit.MO), Mode.MONTH), "E_FRACTION"),
        (Terms(Allotment(0.5, Unit.CH), Mode.CLOCK), "E_FRACTION"),
        (Terms(Allotment(3, Unit.CD), Mode.ROLL), "E_UNIT"),
        (Terms(Allotment(3, Unit.WH), Mode.EOD), "E_UNIT"),
        (Terms(Allotment(3, Unit.WD), Mode.SAME_DAY), "E_UNIT"),
        (days(1, Mode.ELAPSED), "E_MODE"),
        (Terms(Allotment(9_000_000, Unit.CD), Mode.CAL), "E_RANGE"),
        (Terms(Allotment(9_000_000, Unit.MO), Mode.MONTH), "E_RANGE"),
        (days(9_000_000), "E_RANGE"),
        (days(9_000_000, Mode.EOD), "E_RANGE"),
        (days(9_000_000, Mode.LIMIT), "E_RANGE"),
        (Terms(Allotment(90_000_000, Unit.CH), Mode.CLOCK), "E_RANGE"),
    ],
)
def test_a_limit_that_makes_no_sense_is_refused(terms: Terms, code: str) -> None:
    assert code_of(STD, terms) == code


@pytest.mark.parametrize("mode", [Mode.ROLL, Mode.EOD, Mode.LIMIT])
def test_an_office_without_shifts_has_no_working_time(mode: Mode) -> None:
    assert code_of(OFFICES["EMPTY"], days(2, mode)) == "E_EMPTY_CALENDAR"
    for other in (Terms(None, Mode.SAME_DAY), Terms(Allotment(2, Unit.CD), Mode.CAL)):
        assert code_of(OFFICES["EMPTY"], other) == "E_EMPTY_CALENDAR"
    with pytest.raises(TimeError):
        elapsed(OFFICES["EMPTY"], NINE, NINE)


def test_an_office_that_closed_for_good_has_no_working_time_afterwards() -> None:
    summer = WorkCalendar({}, (Season(date(2026, 3, 1), date(2026, 3, 31), {1: OFFICE_DAY}),))
    assert due(summer, NINE, days(2)).at == at("2026-03-16 09:00")
    assert code_of(summer, days(20)) == "E_EMPTY_CALENDAR"
    assert code_of(summer, days(20, Mode.EOD)) == "E_EMPTY_CALENDAR"
    never_counted = WorkCalendar({6: OFFICE_DAY[:1]})
    assert code_of(never_counted, days(1, Mode.EOD)) == "E_EMPTY_CALENDAR"


def test_naive_instants_are_refused_everywhere() -> None:
    naive = NINE.replace(tzinfo=None)
    for attempt in (
        lambda: add(STD, naive, 60),
        lambda: due(STD, naive, days(1)),
        lambda: due(STD, NINE, days(1), [Pause(naive, None)]),
        lambda: due(STD, NINE, days(1), (), naive),
        lambda: elapsed(STD, NINE, naive),
        lambda: effective_start(STD, naive),
    ):
        with pytest.raises(TimeError) as refusal:
            attempt()
        assert refusal.value.code == "E_NAIVE_DATETIME"


def test_time_does_not_run_backwards() -> None:
    assert code_of(STD, days(1), [pause("02 11:00", "02 10:00")]) == "E_PAUSE_ORDER"
    assert code_of(STD, days(1), [pause("02 10:00", None), pause("02 11:00", "02 12:00")]) == "E_PAUSE_ORDER"
    assert code_of(STD, days(1), (), at("2026-03-01 09:00")) == "E_PAUSE_ORDER"
    with pytest.raises(TimeError) as refusal:
        elapsed(STD, NINE, at("2026-03-02 08:59"))
    assert refusal.value.code == "E_PAUSE_ORDER"


@pytest.mark.parametrize(("minutes", "code"), [(0, "E_ALLOTMENT"), (-5, "E_ALLOTMENT"), (1.5, "E_FRACTION")])
def test_adding_refuses_what_is_no_number_of_minutes(minutes: int, code: str) -> None:
    with pytest.raises(TimeError) as refusal:
        add(STD, NINE, minutes)
    assert refusal.value.code == code


# ── calendars ──


def test_later_decisions_win_and_seasons_replace_the_whole_week() -> None:
    day = date(2026, 3, 6)
    cal = WorkCalendar(
        STD.weekly,
        (
            Season(date(2026, 3, 1), date(2026, 3, 31), {5: OFFICE_DAY[:1], 4: OFFICE_DAY}),
            Season(date(2026, 3, 6), date(2026, 3, 6), {5: OFFICE_DAY[1:]}),
        ),
        (
            DayOverride(date(2026, 3, 5), reason="Nghỉ"),
            DayOverride(date(2026, 3, 5), DayKind.SHIFTS, OFFICE_DAY[:1]),
        ),
    )
    assert cal.shifts_on(day) == OFFICE_DAY[1:]
    assert cal.shifts_on(date(2026, 3, 13)) == OFFICE_DAY[:1]
    assert cal.shifts_on(date(2026, 3, 9)) == ()
    assert cal.shifts_on(date(2026, 3, 5)) == OFFICE_DAY[:1]
    assert cal.name_of_day_off(date(2026, 3, 5)) is None


def test_the_name_of_a_holiday_is_known_and_a_weekend_has_none() -> None:
    assert STD.name_of_day_off(date(2026, 2, 17)) == "Tết Âm lịch"
    assert STD.name_of_day_off(date(2026, 3, 7)) is None


def test_there_is_no_horizon() -> None:
    start = at("2026-03-02 07:30")
    known = (start.date() + timedelta(days=ahead) for ahead in range(365 + 305))  # to the end of 2027
    left = 1_000_000 - sum(map(STD.is_working_day, known))
    weeks, rest = divmod(left - 1, 5)
    end = at("2028-01-03 17:30") + timedelta(
        weeks=weeks, days=rest
    )  # a Monday; no holidays are known from here on
    assert due(STD, start, days(1_000_000)).at == end
    assert due(STD, start, days(999_999, Mode.EOD)).at == end
    far = at("5000-03-03 09:00")
    assert elapsed(STD, far, due(STD, far, days(10)).at) == 4800  # type: ignore[arg-type]


def test_threads_that_widen_one_calendar_at_once_agree() -> None:
    cal = WorkCalendar(STD.weekly, overrides=STD.overrides)
    starts = [at(f"{year}-03-02 09:00") for year in range(2000, 2060)]
    expected = [add(WorkCalendar(STD.weekly, overrides=STD.overrides), start, 960) for start in starts[::7]]
    found: list[list[object]] = []

    def work(order: int) -> None:
        answers = {start: add(cal, start, 960) for start in starts[::order]}
        found.append([answers[start] for start in starts[::7]])

    threads = [Thread(target=work, args=(order,)) for order in (1, -1) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8

"""The golden cases: what practice and the law give, and what a case file says about a wrong one."""

from __future__ import annotations

import pytest
from worktime_offices import CALENDARS, CASES

from motcua.calendars.calendarfile import CalendarFileError, calendars_from_yaml
from motcua.calendars.casefile import CaseFileError, check

HEADER = (
    "id,calendar,mode,start,end,allotment,unit,cutoff,moved_day_is,pauses,restart_at,expected_kind,expected\n"
)
NINE = "2026-03-02T09:00:00+07:00"


def test_every_golden_case_holds() -> None:
    result = check(CASES, CALENDARS)
    assert [str(difference) for difference in result.differences] == []
    assert result.summary == "154 of 154 cases hold"
    assert result.ok


def test_a_wrong_expectation_is_told_with_what_came_out_instead() -> None:
    row = f"X1,STD,ROLL,{NINE},,3,wd,,,,,due,2026-03-05T10:00:00+07:00\n"
    result = check(HEADER + row, CALENDARS)
    assert str(result.differences[0]) == (
        "X1: expected due 2026-03-05T10:00:00+07:00, got due 2026-03-05T09:00:00+07:00"
    )
    assert result.summary == "0 of 1 cases hold"


def test_instants_are_compared_whatever_their_offset() -> None:
    row = "X1,STD,ROLL,2026-03-02T02:00:00Z,,3,wd,,,,,due,2026-03-05T02:00:00+00:00\n"
    assert check(HEADER + row, CALENDARS).ok


def test_a_provisional_date_is_not_a_firm_one() -> None:
    row = "X1,STD,ROLL,2027-02-03T09:00:00+07:00,,3,wd,,,,,due,2027-02-15T09:00:00+07:00\n"
    assert check(HEADER + row, CALENDARS).differences[0].got.startswith("due_provisional")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (f"X,NOWHERE,ROLL,{NINE},,3,wd,,,,,due,{NINE}", "calendar 'NOWHERE' is not in the calendar file"),
        (f"X,STD,WALK,{NINE},,3,wd,,,,,due,{NINE}", "mode 'WALK' is none of"),
        (f"X,STD,ROLL,2026-13-02,,3,wd,,,,,due,{NINE}", "start '2026-13-02' is not an instant"),
        (f"X,STD,ROLL,,,3,wd,,,,,due,{NINE}", "start is empty"),
        (f"X,STD,ROLL,{NINE},,three,wd,,,,,due,{NINE}", "allotment 'three' is not a number"),
        (f"X,STD,ROLL,{NINE},,3,weeks,,,,,due,{NINE}", "unit 'weeks' is none of"),
        (f"X,STD,ROLL,{NINE},,3,wd,25:00,,,,due,{NINE}", "cutoff '25:00' is not a time of day"),
        (f"X,STD,ROLL,{NINE},,3,wd,,2,,,due,{NINE}", "moved_day_is '2' must be 0 or 1"),
        (f"X,STD,ROLL,{NINE},,3,wd,,,{NINE},,due,{NINE}", "is not written as start/end"),
        (f"X,STD,ELAPSED,{NINE},,,,,,,,minutes,5", "end is empty"),
        (f"X,STD,ROLL,{NINE},,3,wd,,,,,soon,{NINE}", "expected_kind 'soon' is none of"),
        (f"X,STD,ROLL,{NINE},,3,wd,,,,,due,tomorrow", "expected 'tomorrow' is not an instant"),
        (f"X,STD,ROLL,{NINE},,3,wd,,,,,due,2026-03-02T09:00:00", "must be an instant with its UTC offset"),
        (f"X,STD,ELAPSED,{NINE},{NINE},,,,,,,minutes,some", "must be a number of minutes"),
        ("X", "expected_kind '' is none of"),
    ],
)
def test_a_row_that_cannot_be_read_is_a_difference_with_its_reason(row: str, reason: str) -> None:
    result = check(HEADER + row + "\n", CALENDARS)
    assert result.total == len(result.differences) == 1
    assert reason in result.differences[0].got


def test_an_error_of_the_engine_says_why() -> None:
    row = f"X,STD,EOD,{NINE},,2.5,wd,,,,,due,{NINE}\n"
    assert "E_FRACTION (2.5 wd" in check(HEADER + row, CALENDARS).differences[0].got


def test_rows_of_spaces_and_a_byte_order_mark_do_no_harm() -> None:
    text = "\ufeff" + HEADER + f"X,STD,ROLL,{NINE},,3,wd,,,,,due,2026-03-05T09:00:00+07:00\n,,,\n\n"
    assert check(text, CALENDARS).summary == "1 of 1 cases hold"


@pytest.mark.parametrize("text", ["", "id,calendar\n1,STD\n", 'id,"cal\n'])
def test_a_file_that_is_no_case_file_is_refused(text: str) -> None:
    with pytest.raises(CaseFileError, match="case file"):
        check(text, CALENDARS)


def test_an_empty_case_file_proves_nothing() -> None:
    assert not check(HEADER, CALENDARS).ok


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "the file must be a block"),
        ("calendars: [1, 2]", "calendars must be a block"),
        ("calendars: {A: {weekly: {8: ['07:30-11:30']}}}", "calendars.A.weekly: a weekday"),
        ("calendars: {A: {weekly: {1: ['07:30']}}}", "calendars.A.weekly.1: Write a shift like"),
        ("calendars: {A: {weekly: {1: ['11:30-07:30']}}}", "must end after it starts"),
        ("calendars: {A: {weekly: {1: ['07:30-11:30', '11:00-12:00']}}}", "calendars.A: The shifts"),
        ("calendars: {A: {weekly: {1: ['07:30-25:30']}}}", "must end after it starts"),
        (
            "calendars: {A: {exceptions: [{date: soon, shifts: []}]}}",
            "calendars.A.exceptions[1].date must be a date",
        ),
        ("calendars: {A: {exceptions: [{date: 2026-03-06}]}}", "needs shifts"),
        ("calendars: {A: {national: perhaps}}", "must be true or false"),
        ("calendars: {A: {nominal_day_minutes: 7.5}}", "whole number of minutes"),
        ("calendars: {A: {nominal_day_minutes: 0}}", "at least one minute"),
        ("calendars: {A: {seasons: [{from: 2026-05-01, to: 2026-04-01}]}}", "ends before it begins"),
        ("calendars: {}\ntimezone_offset: '+08:00'", "timezone_offset"),
        ("calendars: {}\nprovisional_years: 2027", "list of years"),
        ("calendars: {}\ncovered: {from: 2027-01-01, to: 2026-01-01}", "ends before it begins"),
        ("calendars: {}\nnational: {days_off: {}}", "must be a list"),
        ("calendars: [unclosed", "not readable as YAML"),
        ("calendars: !!python/object/apply:os.getcwd []", "not readable as YAML"),
        ("{" * 2000, "not readable as YAML"),
    ],
)
def test_a_bad_calendar_file_names_the_place(text: str, place: str) -> None:
    with pytest.raises(CalendarFileError) as refusal:
        calendars_from_yaml(text)
    assert place in str(refusal.value)


def test_an_unconfirmed_holiday_can_be_switched_off_in_the_file() -> None:
    line = "{date: 2026-11-24, name: Ngày Văn hóa Việt Nam, trust: unverified"
    assert line in CALENDARS
    row = "X,STD,ROLL,2026-11-23T16:00:00+07:00,,1,wd,,,,,due,2026-11-24T16:00:00+07:00\n"
    assert check(HEADER + row, CALENDARS.replace(line, line + ", enabled: false")).ok

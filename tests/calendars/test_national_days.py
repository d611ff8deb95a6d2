"""The national holiday table by year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import yaml
from worktime_offices import CALENDARS, STD

from motcua.calendars.national import is_announced, national_days
from motcua.calendars.worktime import DayKind, TimeError, WorkCalendar


def off(year: int) -> set[str]:
    """Weekdays off, as "d/m"."""
    days = (day.date for day in national_days(year) if day.kind is DayKind.OFF)
    return {f"{day.day}/{day.month}" for day in days if day.isoweekday() <= 5}


def worked(year: int) -> set[str]:
    return {f"{day.date.day}/{day.date.month}" for day in national_days(year) if day.kind is DayKind.WORKED}


def test_the_year_2017_of_the_replayed_office() -> None:
    tet = {"26/1", "27/1", "30/1", "31/1", "1/2"}
    assert off(2017) == {"2/1", *tet, "6/4", "1/5", "2/5", "4/9"}
    assert worked(2017) == set()


@pytest.mark.parametrize(
    ("year", "days_off", "make_up"),
    [
        (2024, "1/1 8/2 9/2 12/2 13/2 14/2 18/4 29/4 30/4 1/5 2/9 3/9", "4/5"),
        (2025, "1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 2/5 1/9 2/9", "26/4"),
        (2026, "1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9 24/11", "10/1 22/8"),
        (2027, "1/1 4/2 5/2 8/2 9/2 10/2 16/4 30/4 3/5 2/9 3/9 24/11", ""),
    ],
)
def test_the_announced_days_and_swaps(year: int, days_off: str, make_up: str) -> None:
    assert off(year) == set(days_off.split())
    assert worked(year) == set(make_up.split())


@pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 250), (2026, 249), (2027, 249)])
def test_an_office_open_monday_to_friday_has_the_known_number_of_working_days(year: int, count: int) -> None:
    office = WorkCalendar(STD.weekly, overrides=tuple(national_days(year)))
    every_day = (date(year, 1, 1) + timedelta(days=number) for number in range(365 + (year % 4 == 0)))
    assert sum(map(office.is_working_day, every_day)) == count


def test_the_table_and_the_calendar_file_agree_day_by_day() -> None:
    national = yaml.safe_load(CALENDARS)["national"]
    ours = [day for year in range(2024, 2028) for day in national_days(year)]
    assert {day.date for day in ours if day.kind is DayKind.OFF} == {
        entry["date"] for entry in national["days_off"]
    }
    assert {day.date for day in ours if day.kind is DayKind.WORKED} == {
        entry["date"] for entry in national["make_up"]
    }


def test_a_swap_cites_its_decision_and_an_unconfirmed_day_can_be_left_out() -> None:
    by_date = {day.date: day for day in national_days(2026)}
    assert "12729/VPCP-KGVX" in by_date[date(2026, 1, 2)].decision
    assert "12729/VPCP-KGVX" in by_date[date(2026, 1, 10)].decision
    culture = by_date[date(2026, 11, 24)]
    assert culture.trust == "unverified"
    assert culture not in national_days(2026, without=[culture.date])


def test_a_swap_over_the_turn_of_the_year_is_known_on_both_sides() -> None:
    assert "31/12" in off(2018)
    assert worked(2019) == {"5/1", "4/5"}


def test_the_days_of_tet_carry_one_name() -> None:
    assert [day.reason for day in national_days(2017) if day.date.month <= 2][1:-1] == [
        "Tết Dương lịch",
        *["Tết Âm lịch"] * 6,
    ]


def test_years_not_announced_are_known_as_such() -> None:
    assert is_announced(2017)
    assert is_announced(2026)
    assert not is_announced(2027)
    assert {day.trust for day in national_days(2030)} == {"unverified"}


@pytest.mark.parametrize("year", [1900, 2500])
def test_years_nobody_can_know_are_refused(year: int) -> None:
    with pytest.raises(TimeError, match="known from 1995"):
        national_days(year)

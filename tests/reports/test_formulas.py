"""How a dossier counts: the few notions on which every figure rests."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.time import TZ
from motcua.reports import formulas
from motcua.reports.formulas import DayFlow, Figures, Outcome, Period, outcome, percent

DUE = datetime(2026, 3, 5, 15, 0, tzinfo=TZ)
MINUTE = timedelta(minutes=1)
DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("finished", "expected"),
    [
        (DUE - timedelta(days=1), Outcome.EARLY),
        (DUE.replace(hour=0, minute=0), Outcome.ON_TIME),
        (DUE, Outcome.ON_TIME),
        (DUE + timedelta(microseconds=1), Outcome.LATE),
        (DUE + timedelta(days=30), Outcome.LATE),
    ],
)
def test_a_finished_dossier_is_early_by_its_day_and_late_by_its_minute(
    finished: datetime, expected: Outcome
) -> None:
    assert outcome(DUE, finished, DUE + timedelta(days=60)) == expected


def test_an_open_dossier_is_overdue_only_after_the_due_minute() -> None:
    assert outcome(DUE, None, DUE) == Outcome.WITHIN_TIME
    assert outcome(DUE, None, DUE + MINUTE) == Outcome.OVERDUE


def test_what_was_finished_later_was_open_then() -> None:
    assert outcome(DUE, DUE + timedelta(days=9), DUE + MINUTE) == Outcome.OVERDUE
    assert outcome(DUE, DUE + timedelta(days=9), DUE - MINUTE) == Outcome.WITHIN_TIME


def test_a_dossier_without_due_date_is_never_silently_on_time() -> None:
    assert outcome(None, DUE, DUE) == Outcome.NO_DUE_DATE
    assert outcome(None, None, DUE) == Outcome.NO_DUE_DATE


def test_midnight_belongs_to_the_day_at_the_office_not_in_greenwich() -> None:
    before_midnight = datetime(2026, 3, 4, 23, 59, tzinfo=TZ)
    assert outcome(DUE, before_midnight, DUE) == Outcome.EARLY
    assert outcome(DUE, before_midnight + MINUTE, DUE) == Outcome.ON_TIME


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (50, 2573, "1.9"),
        (1446, 2573, "56.2"),
        (1064, 2573, "41.4"),
        (5, 2573, "0.2"),
        (8, 2573, "0.3"),
        (1, 8, "12.5"),
        (1, 2000, "0.1"),  # 0.05 goes away from zero
        (2573, 2573, "100.0"),
        (0, 7, "0.0"),
    ],
)
def test_shares_are_rounded_half_away_from_zero(part: int, whole: int, shown: str) -> None:
    assert percent(part, whole) == shown


def test_a_share_of_nothing_is_no_share() -> None:
    assert percent(0, 0) is None


@given(DAYS)
def test_week_month_and_quarter_hold_their_day(day: date) -> None:
    for period in (formulas.week(day), formulas.month(day), formulas.quarter(day), formulas.year(day.year)):
        assert period.first <= day <= period.last
    assert formulas.week(day).first.weekday() == 0
    assert formulas.week(day).days == 7
    assert (formulas.month(day).last + timedelta(days=1)).day == 1
    assert formulas.quarter(day).first.month in {1, 4, 7, 10}


@given(DAYS, st.integers(0, 800))
def test_the_parts_of_a_period_follow_each_other_without_gap(first: date, length: int) -> None:
    period = Period(first, first + timedelta(days=length))
    found = formulas.parts(period)
    assert (found[0].first, found[-1].last) == (period.first, period.last)
    for part, following in pairwise(found):
        assert following.first == part.last + timedelta(days=1)


def test_a_period_ends_with_its_last_day() -> None:
    march = formulas.month(date(2026, 3, 10))
    window = march.window(datetime(2026, 5, 1, tzinfo=TZ))
    assert window.until < march.end
    assert window.until.astimezone(TZ).date() == date(2026, 3, 31)


def test_a_running_period_is_seen_as_of_now() -> None:
    now = datetime(2026, 3, 10, 10, 0, tzinfo=TZ)
    assert formulas.month(date(2026, 3, 10)).window(now).until == now


@given(st.integers(0, 50), st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=40))
def test_each_part_carries_over_what_the_one_before_left_open(
    before: int, counts: list[tuple[int, int]]
) -> None:
    first = date(2026, 3, 1)
    period = Period(first, first + timedelta(days=39))
    days = [DayFlow(first + timedelta(days=n), came, early=went) for n, (came, went) in enumerate(counts)]
    found = formulas.flows(formulas.parts(period), before, days)
    assert found[0].carried_over == before
    for part, following in pairwise(found):
        assert following.carried_over == part.open
    assert found[-1].open == before + sum(came for came, _ in counts) - sum(went for _, went in counts)


def test_sums_of_lines_keep_the_identities() -> None:
    line = Figures(3, 1, 2, 4, 1, 2, 1, 0, 1, 1, 0, 0)
    assert line.holds
    assert formulas.total([line, line]).holds
    assert not Figures(received=1).holds

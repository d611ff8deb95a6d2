"""Timers of a drawing: ISO 8601, on the Vietnamese clock."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.processes import timers
from motcua.processes.errors import TimerError
from motcua.processes.timers import FOREVER, Timer, TimerKind

from .building import MORNING


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("PT4H", datetime(2026, 1, 5, 4, 30, tzinfo=UTC)),
        ("P3D", datetime(2026, 1, 8, 0, 30, tzinfo=UTC)),
        ("P1W", datetime(2026, 1, 12, 0, 30, tzinfo=UTC)),
        ("P1M", datetime(2026, 2, 5, 0, 30, tzinfo=UTC)),
        ("P1Y2M10DT2H30M", datetime(2027, 3, 15, 3, 0, tzinfo=UTC)),
        ("PT0.5S", datetime(2026, 1, 5, 0, 30, 0, 500_000, tzinfo=UTC)),
        ("PT0S", MORNING),
        ("PT1.5H", datetime(2026, 1, 5, 2, 0, tzinfo=UTC)),
        ("P0,5D", datetime(2026, 1, 5, 12, 30, tzinfo=UTC)),
    ],
)
def test_a_duration_is_added_to_the_clock(text: str, then: datetime) -> None:
    assert timers.duration(text).after(MORNING) == then


def test_a_month_after_the_last_of_january_is_the_last_of_february() -> None:
    assert timers.duration("P1M").after(datetime(2026, 1, 31, 1, tzinfo=UTC)) == datetime(
        2026, 2, 28, 1, tzinfo=UTC
    )


@pytest.mark.parametrize("text", ["", "P", "PT", "4H", "P4H", "PT4", "P-1D", "-P1D", "INVALID", "PT1.5H30M", "P0.5Y",
                                  "PT4H ago", "P99999999999999D", "P1DT", "١", "P١D"])  # fmt: skip
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(TimerError):
        timers.duration(text)


@pytest.mark.parametrize(
    "text", ["R3", "R3/", "3/PT1H", "R0/PT1H", "R/PT0S", "R3/2026/PT1H", "0 0 9 * * ?", "R-1/PT1H"]
)
def test_what_is_no_repetition_is_refused(text: str) -> None:
    with pytest.raises(TimerError):
        timers.cycle(text)


@pytest.mark.parametrize("text", ["2026", "5/1/2026", "2026-13-01", "2026-02-30T00:00:00", "tomorrow"])
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(TimerError):
        timers.instant(text)


def test_an_instant_without_offset_is_on_the_vietnamese_clock() -> None:
    assert timers.instant("2026-01-05T07:30:00") == MORNING == timers.instant("2026-01-05T00:30:00Z")


@pytest.mark.parametrize(
    "text", ["20260105T003000Z", "2026-01-05T07:30:00+0700", "2026-W02-1T00:30:00Z", "2026-01-05T07:30"]
)
def test_an_instant_can_be_written_in_any_form_of_the_norm(text: str) -> None:
    assert timers.instant(text) == MORNING


def test_twenty_four_o_clock_ends_the_day() -> None:
    assert timers.instant("2026-01-05T24:00:00Z") == timers.instant("2026-01-06T00:00:00Z")


def test_a_repetition_from_one_turn_to_the_next() -> None:
    told = timers.cycle("R3/2026-01-05T07:30:00+07:00/2026-01-05T09:00:00+07:00")
    assert (told.times, told.start, told.interval.seconds) == (3, MORNING, 5400)


def test_a_date_already_past_is_due_at_once() -> None:
    assert timers.due(Timer(TimerKind.DATE, "2020-01-01"), MORNING, {}) == (MORNING, 0)


def test_a_timer_can_be_read_from_a_variable() -> None:
    timer = Timer(TimerKind.DURATION, "${han}")
    timers.check(timer)
    assert timers.due(timer, MORNING, {"han": "PT4H"})[0] == datetime(2026, 1, 5, 4, 30, tzinfo=UTC)
    for wrong in (None, 4, "soon"):
        with pytest.raises(TimerError):
            timers.due(timer, MORNING, {"han": wrong})


def test_a_repetition_counts_its_turns() -> None:
    assert timers.due(Timer(TimerKind.CYCLE, "R3/PT10M"), MORNING, {})[1] == 2
    assert timers.due(Timer(TimerKind.CYCLE, "R/PT10M"), MORNING, {})[1] == FOREVER
    starting = Timer(TimerKind.CYCLE, "R2/2026-01-06T08:00:00+07:00/P1D")
    assert timers.due(starting, MORNING, {}) == (datetime(2026, 1, 6, 1, tzinfo=UTC), 1)


@given(st.text(alphabet="RPTDHMSYW0123456789/-:+.Z ", max_size=30))
def test_any_text_is_a_timer_or_refused(text: str) -> None:
    for kind in TimerKind:
        with suppress(TimerError):
            timers.check(Timer(kind, text))
            timers.due(Timer(kind, text), MORNING, {})

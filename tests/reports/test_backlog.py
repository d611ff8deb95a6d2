"""The backlog at a day against the same day a year before."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.offices.actors import Actor
from motcua.oversight.backlog import change_in_words
from motcua.reports import backlog, queries
from motcua.reports.formulas import change, year_before
from motcua.reports.measures import Measure
from motcua.reports.queries import Scope
from tests.oversight.office import NOW, Fates, Neighbour
from tests.township import Township, at


def test_the_printed_change_of_a_city() -> None:
    assert change(9, 57) == "-84.2"
    assert change_in_words(9, 57) in (
        "\N{MINUS SIGN}84.2\N{NO-BREAK SPACE}%",
        "\N{MINUS SIGN}84,2\N{NO-BREAK SPACE}%",
    )


def test_a_change_from_nothing_is_no_number() -> None:
    assert change(4, 0) is None
    assert change_in_words(4, 0) == "\N{EN DASH}"
    assert change(4, 4) == "0.0"
    assert change(1, 3) == "-66.7"


@pytest.mark.parametrize(
    ("day", "before"),
    [(date(2016, 11, 30), date(2015, 11, 30)), (date(2024, 2, 29), date(2023, 2, 28))],
)
def test_the_same_day_a_year_before(day: date, before: date) -> None:
    assert year_before(day) == before


def test_the_backlog_of_a_day_gone_by_and_of_now(township: Township, busy: Fates) -> None:
    """Two of December were open when 2025 ended; four are open on the tenth of March, none a year before."""
    supervisor: Actor = township.actor("giamsat")
    (line,) = backlog.backlog(backlog.dates(date(2025, 12, 31), NOW), supervisor)
    assert (line.now, line.before) == (2, 0)
    today = backlog.dates(date(2026, 12, 31), NOW)
    assert today.day == date(2026, 3, 10)  # a period that is not over is looked at now
    (line,) = backlog.backlog(today, supervisor)
    assert (line.now, line.before) == (4, 0)
    later = backlog.dates(date(2026, 12, 31), at("2026-12-31 18:00"))
    assert backlog.backlog(later, supervisor)[0].before == 2


def test_each_number_is_that_of_its_list(township: Township, busy: Fates) -> None:
    supervisor: Actor = township.actor("giamsat")
    compared = backlog.dates(date(2026, 12, 31), at("2026-12-31 18:00"))
    for line in backlog.backlog(compared, supervisor):
        for number, period in zip((line.now, line.before), compared.periods, strict=True):
            window = period.window(compared.as_of)
            found = queries.behind(Measure.OPEN, window, supervisor, Scope(field=line.field))
            assert found.count() == number


def test_nobody_counts_what_another_office_has(township: Township, busy: Fates, neighbour: Neighbour) -> None:
    mine = backlog.backlog(backlog.dates(date(2026, 3, 10), NOW), township.actor("giamsat"))
    whole = backlog.backlog(backlog.dates(date(2026, 3, 10), NOW), township.actor("huyen"))
    assert sum(line.now for line in mine) <= sum(line.now for line in whole)
    assert (
        backlog.backlog(backlog.dates(date(2026, 3, 10), NOW), township.actor("huyen"), Scope(offices=()))
        == []
    )

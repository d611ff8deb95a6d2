"""Every figure against a plain count over the dossiers, and every number against the list behind it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from motcua.kernel import time
from motcua.kernel.time import TZ
from motcua.offices.actors import SYSTEM, Actor
from motcua.reports import commands, formulas, queries
from motcua.reports.formulas import Figures, Outcome, Period, Window, outcome
from motcua.reports.measures import Measure
from motcua.reports.queries import Dimension, Scope
from motcua.reports.sight import sight
from tests.oversight.office import NOW, Fates, Neighbour, receive_at
from tests.township import Township

PERIODS = {
    "the year": formulas.year(2026),
    "the year before": formulas.year(2025),
    "a month gone by": formulas.month(date(2026, 2, 1)),
    "this month": formulas.month(date(2026, 3, 1)),
    "this week": formulas.week(date(2026, 3, 10)),
    "today": Period(date(2026, 3, 10), date(2026, 3, 10)),
    "the day a dossier was finished": Period(date(2026, 1, 12), date(2026, 1, 12)),
    "a month to come": formulas.month(date(2026, 4, 1)),
    "everything": Period(date(2020, 1, 1), date(2030, 12, 31)),
}


def plainly(window: Window) -> Figures:
    """The figures by the definitions, one dossier after the other."""
    from motcua.dossiers.models import Dossier

    kinds: list[Outcome] = []
    received = carried = online = 0
    for row in Dossier.objects.all():
        if row.received_at is None or row.received_at > window.until:
            continue
        if row.finished_at is not None and row.finished_at < window.start:
            continue
        inside = row.received_at >= window.start
        received, carried = received + inside, carried + (not inside)
        online += inside and row.channel == "online"
        ended = row.finished_at is not None and row.finished_at <= window.until
        kind = outcome(row.due_at, row.finished_at, window.until)
        kinds.append(kind)
        assert ended == (kind in {Outcome.EARLY, Outcome.ON_TIME, Outcome.LATE})
    count = kinds.count
    ended_in_all = count(Outcome.EARLY) + count(Outcome.ON_TIME) + count(Outcome.LATE)
    return Figures(
        received=received, online=online, carried_over=carried, finished=ended_in_all,
        early=count(Outcome.EARLY), on_the_day=count(Outcome.ON_TIME), late=count(Outcome.LATE),
        open=len(kinds) - ended_in_all, within_time=count(Outcome.WITHIN_TIME),
        overdue=count(Outcome.OVERDUE),
    )  # fmt: skip


@pytest.fixture
def supervisor(township: Township, busy: Fates) -> Actor:
    found: Actor = township.actor("giamsat")
    return found


@pytest.mark.parametrize("name", PERIODS)
@pytest.mark.parametrize("dimension", Dimension)
def test_figures_equal_a_plain_count(supervisor: Actor, name: str, dimension: Dimension) -> None:
    window = PERIODS[name].window(NOW)
    lines = queries.figures_by(dimension, window, supervisor)
    assert formulas.total(line.figures for line in lines) == plainly(window)
    assert all(line.figures.holds for line in lines)


@pytest.mark.parametrize("name", PERIODS)
def test_behind_every_number_stand_as_many_dossiers(supervisor: Actor, name: str) -> None:
    window = PERIODS[name].window(NOW)
    for line in queries.figures_by(Dimension.OFFICER, window, supervisor):
        scope = Scope(officer=int(line.key))
        for item in fields(Figures):
            listed = queries.behind(Measure(item.name), window, supervisor, scope)
            assert listed.count() == getattr(line.figures, item.name), (line.label, item.name)
        assert queries.behind(Measure.TOTAL, window, supervisor, scope).count() == line.figures.total
        assert queries.behind(Measure.ON_TIME, window, supervisor, scope).count() == line.figures.on_time


def test_the_office_told_as_it_went(supervisor: Actor, busy: Fates) -> None:
    """Two carried over from December; of the seven of the year one is early, one on the day, one late."""
    window = formulas.year(2026).window(NOW)
    lines = queries.figures_by(Dimension.FIELD, window, supervisor)
    figures = formulas.total(line.figures for line in lines)
    assert (figures.carried_over, figures.received) == (2, 7)
    assert (figures.finished, figures.late, figures.on_the_day) == (5, 2, 1)
    assert (figures.open, figures.overdue) == (4, 2)
    behind = queries.behind(Measure.LATE, window, supervisor)
    assert set(behind.values_list("id", flat=True)) == {busy.late, busy.carried_over_and_finished}


def test_the_next_period_carries_over_what_the_one_before_left_open(supervisor: Actor) -> None:
    def whole(period: Period) -> Figures:
        lines = queries.figures_by(Dimension.FIELD, period.window(NOW), supervisor)
        return formulas.total(line.figures for line in lines)

    months = [formulas.month(date(2025, 12, 1)), *(formulas.month(date(2026, n, 1)) for n in (1, 2, 3))]
    for before, after in pairwise(months):
        assert whole(after).carried_over == whole(before).open


@pytest.mark.parametrize("name", PERIODS)
def test_day_by_day_gives_the_same_as_the_whole(supervisor: Actor, name: str) -> None:
    period = PERIODS[name]
    window = period.window(NOW)
    flows = queries.flow(period, supervisor, NOW)
    if not flows:
        assert period.start > NOW
        return
    whole = plainly(window)
    assert flows[0].carried_over == whole.carried_over
    assert sum(flow.received for flow in flows) == whole.received
    assert sum(flow.finished for flow in flows) == whole.finished
    assert flows[-1].open == whole.open
    for flow in flows:
        part = flow.part.window(NOW)
        for measure in (Measure.RECEIVED, Measure.FINISHED, Measure.LATE, Measure.OPEN, Measure.CARRIED_OVER):
            listed = queries.behind(measure, part, supervisor).count()
            assert listed == getattr(flow, measure.value), (flow.part, measure)


def test_todays_picture(supervisor: Actor, busy: Fates) -> None:
    today = queries.today(supervisor, NOW)
    window = queries.day_window(NOW)
    for item in fields(today):
        listed = queries.behind(Measure(item.name), window, supervisor)
        assert listed.count() == getattr(today, item.name), item.name
    assert (today.received, today.finished, today.open, today.overdue) == (1, 0, 4, 2)
    assert today.to_hand_over == 1
    due = set(queries.behind(Measure.NEARLY_LATE, window, supervisor).values_list("id", flat=True))
    assert busy.due_soon in due
    assert busy.overdue not in due


def test_due_today_ends_when_the_due_minute_has_passed(supervisor: Actor, busy: Fates) -> None:
    from motcua.dossiers.models import Dossier

    due = Dossier.objects.get(pk=busy.due_soon).due_at
    assert due is not None

    def pictured(moment: datetime) -> tuple[bool, bool]:
        window = queries.day_window(moment)
        return (
            queries.behind(Measure.DUE_TODAY, window, supervisor).filter(pk=busy.due_soon).exists(),
            queries.behind(Measure.OVERDUE, window, supervisor).filter(pk=busy.due_soon).exists(),
        )

    assert pictured(due - timedelta(days=2)) == (False, False)
    assert pictured(due - timedelta(minutes=5)) == (True, False)
    assert pictured(due) == (True, False)
    assert pictured(due + timedelta(minutes=1)) == (False, True)


def test_drafts_are_in_no_figure(supervisor: Actor, busy: Fates) -> None:
    window = PERIODS["everything"].window(NOW)
    for measure in Measure:
        assert not queries.behind(measure, window, supervisor).filter(pk=busy.draft).exists()


def test_an_office_sees_its_own_the_office_above_sees_all_below(
    township: Township, busy: Fates, neighbour: Neighbour
) -> None:
    receive_at(township, neighbour, "2026-03-10 09:30")
    township.clock = NOW
    window = formulas.year(2026).window(NOW)

    def seen(username: str) -> dict[str, int]:
        lines = queries.figures_by(Dimension.OFFICE, window, township.actor(username))
        return {line.label: line.figures.total for line in lines}

    both = seen("huyen")
    assert seen("giamsatxa") == {"Xã Bên Mẫu": 1}
    assert len(both) == 2
    assert both["Xã Bên Mẫu"] == 1
    assert sum(seen("giamsat").values()) == 9
    assert sum(both.values()) == 10


def test_sight_covers_exactly_the_offices_whose_dossiers_one_sees(
    township: Township, busy: Fates, neighbour: Neighbour
) -> None:
    receive_at(township, neighbour, "2026-03-10 09:30")
    township.clock = NOW
    for username in ("huyen", "giamsat", "giamsatxa", "chutich", "phochutich", "quantri"):
        actor = township.actor(username)
        offices = {office.id for office in sight(actor).offices}
        visible = set(queries.dossiers(actor).values_list("competent_office_id", flat=True))
        assert visible <= offices
        for office in offices & {township.office_id, neighbour.office_id}:
            assert office in visible, username


def test_an_office_can_be_chosen_with_all_below_it(
    township: Township, busy: Fates, neighbour: Neighbour
) -> None:
    receive_at(township, neighbour, "2026-03-10 09:30")
    township.clock = NOW
    actor = township.actor("huyen")
    window, seen = formulas.year(2026).window(NOW), sight(actor)
    below = queries.behind(Measure.TOTAL, window, actor, Scope(offices=seen.below(neighbour.superior_id)))
    alone = queries.behind(Measure.TOTAL, window, actor, Scope(offices=(neighbour.superior_id,)))
    one = queries.behind(Measure.TOTAL, window, actor, Scope(offices=seen.below(neighbour.office_id)))
    assert (below.count(), alone.count(), one.count()) == (10, 0, 1)


# ── on the command line ──


@pytest.fixture
def reported(
    township: Township, busy: Fates, capsys: pytest.CaptureFixture[str]
) -> Callable[[int], dict[str, Any]]:
    def run(year: int) -> dict[str, Any]:
        with time.at(NOW):
            assert commands.by_field(year, as_json=True) == 0
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return run


def test_the_report_has_the_agreed_columns(reported: Any) -> None:
    report = reported(2026)
    assert {"field", "received", "finished", "on_time", "late", "open"} <= set(report["rows"][0])
    for row in report["rows"]:
        assert row["received"] + row["carried_over"] == row["finished"] + row["open"]
        assert row["finished"] == row["on_time"] + row["late"]
    assert datetime.fromisoformat(report["as_of"]).astimezone(TZ) == NOW


def test_a_year_gone_by_is_told_as_it_ended(reported: Any) -> None:
    (row,) = reported(2025)["rows"]
    assert (row["received"], row["finished"], row["open"]) == (2, 0, 2)


def test_a_year_without_dossiers_has_no_rows(reported: Any) -> None:
    assert reported(2024)["rows"] == []


def test_an_impossible_year_is_refused_with_advice(
    township: Township, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.by_field(20170, as_json=True) == 1
    assert "between" in capsys.readouterr().err


def test_the_table_for_people_shows_the_sum(
    township: Township, busy: Fates, capsys: pytest.CaptureFixture[str]
) -> None:
    with time.at(NOW):
        assert commands.by_field(2026, as_json=False) == 0
    table = capsys.readouterr().out.splitlines()
    assert table[-2].split()[:4] == ["total", "2", "7", "5"]
    assert "as of 10:00 10/03/2026" in table[-1]


def test_the_system_counts_every_office(township: Township, busy: Fates, neighbour: Neighbour) -> None:
    receive_at(township, neighbour, "2026-03-10 09:30")
    lines = queries.figures_by(Dimension.FIELD, formulas.year(2026).window(NOW), SYSTEM)
    assert len({line.label for line in lines}) == len(lines)
    assert formulas.total(line.figures for line in lines).total == 10

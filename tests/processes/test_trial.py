"""A test run says who gets what when, and how much of the promised time is gone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from motcua.calendars.worktime import VIETNAM, Shift, WorkCalendar
from motcua.processes.bpmn import read
from motcua.processes.bpmn.model import Work
from motcua.processes.errors import ProcessError
from motcua.processes.net import Net, compile_net
from motcua.processes.steps import Next, Split, StepRow, from_steps, standard_seven
from motcua.processes.trial import Act, Move, Place, Trial, walk

from .building import ENDS, boundary, catch, definitions, flows, timer, users

OFFICE = WorkCalendar(
    {day: (Shift(450, 690), Shift(810, 1050)) for day in range(1, 6)}
)  # 7:30–11:30, 13:30–17:30
MONDAY = "2026-03-02 08:00"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def table(*rows: StepRow) -> Net:
    return compile_net(read(from_steps(rows, "p", "P")))


def row(number: int, action: str, time: str, *follows: int, **more: Any) -> StepRow:
    ways = tuple(Next(None, to) for to in follows)
    return StepRow(number, f"Bước {number}", "case_officer", "division", time, action, ways, **more)


def done(token: int, when: str, **values: Any) -> Move:
    return Move(Act.COMPLETE, at(when), token, values=values)


def run(net: Net, *moves: Move, start: str = MONDAY) -> Trial:
    return walk(net, OFFICE, at(start), moves)


LINE = table(
    row(1, "receive", "30", 2), row(2, "examine", "1wd", 3), row(3, "sign", "2wh", 4), row(4, "return", "", 0)
)


def test_each_step_is_due_after_its_own_time_and_the_sum_runs_on() -> None:
    trial = run(LINE)
    assert [(step.name, step.due) for step in trial.open] == [("Bước 1", at("2026-03-02 08:30"))]
    trial = run(LINE, done(1, MONDAY), done(trial.open[0].token + 1, "2026-03-03 09:00"))
    first, second, third = trial.steps
    assert (first.worked, first.total) == (0, 0)
    assert second.due == at("2026-03-03 08:00")
    assert second.late
    assert (second.worked, second.total) == (540, 540)
    assert third.opened == at("2026-03-03 09:00")
    assert (third.done, trial.used) == (None, 540)


def test_waiting_to_be_fetched_takes_nothing_of_the_promise() -> None:
    moves = [done(1, MONDAY), done(2, "2026-03-02 10:00"), done(3, "2026-03-02 11:00")]
    ready = run(LINE, *moves)
    fetched = run(LINE, *moves, done(4, "2026-03-20 11:00"))
    assert ready.used == fetched.used == 180
    assert ready.open[0].due is None
    assert fetched.finished
    assert fetched.steps[-1].total == 180


def test_nights_lunch_and_sundays_are_no_working_time() -> None:
    trial = run(LINE, done(1, "2026-03-06 16:30"), done(2, "2026-03-09 16:30"), start="2026-03-06 16:30")
    assert trial.steps[1].due == at("2026-03-09 16:30")
    assert not trial.steps[1].late
    assert trial.used == 480


def test_a_step_elsewhere_counts_in_the_working_time_there() -> None:
    longer = WorkCalendar({**OFFICE.weekly, 6: (Shift(450, 690),)})  # Saturday morning, too
    places = {"": Place("Xã", OFFICE), "level:province": Place("Tỉnh", longer)}
    net = table(
        row(1, "receive", "", 2),
        row(2, "examine", "4wh", 3, office="level:province"),
        row(3, "sign", "4wh", 0),
    )
    moves = [done(1, "2026-03-06 16:30"), done(2, "2026-03-07 10:30")]
    trial = walk(net, OFFICE, at("2026-03-06 16:30"), moves, where=lambda work: places[work.office])
    assert [(step.office, step.due) for step in trial.steps[1:]] == [
        ("Tỉnh", at("2026-03-07 10:30")), ("Xã", at("2026-03-09 11:30")),
    ]  # fmt: skip
    assert trial.steps[1].worked == 240
    assert not trial.steps[1].late
    assert trial.used == 60, "the promise runs in the working time of the dossier's own office"


SATURDAYS = WorkCalendar({day: (Shift(450, 690), Shift(810, 1050)) for day in range(1, 7)})
COMMUNE, PROVINCE = Place("Văn phòng", OFFICE, 1), Place("Văn phòng", SATURDAYS, 2)


def between(net: Net, *moves: Move, start: str = MONDAY) -> list[tuple[str, datetime | None]]:
    """What each step was sent from and until when that is to be acknowledged, the desk being the commune's."""

    def where(work: Work) -> Place:
        return COMMUNE if work.unit == "desk" or work.office == "receiving" else PROVINCE

    trial = walk(net, OFFICE, at(start), moves, {}, where, 120)
    return [(step.sent_from, step.answer_by) for step in trial.steps]


def test_what_another_office_sends_is_to_be_acknowledged_in_the_time_of_the_dossier() -> None:
    net = table(
        row(1, "receive", "30", 2, office="receiving"),
        row(2, "examine", "1wd", 3),
        row(3, "review", "2wh", 4),
        row(4, "sign", "2wh", 0, office="receiving"),
    )
    moves = (done(1, "2026-03-06 16:30"), done(2, "2026-03-07 10:30"), done(3, "2026-03-09 10:00"))
    assert between(net, *moves, start="2026-03-06 16:30") == [
        ("", None),
        ("Văn phòng", at("2026-03-09 08:30")),  # the dossier does not count Saturdays, whoever works then
        ("", None),
        ("Văn phòng", at("2026-03-09 14:00")),
    ]


def test_what_a_clock_sets_going_comes_from_the_competent_office() -> None:
    source = definitions(ENDS + users("a", "b") + catch("w", timer("PT1H")) + flows("s>a; a>w; w>b; b>e"))
    net = compile_net(read(source))
    assert between(net, done(1, MONDAY), Move(Act.WAIT, at("2026-03-02 10:00"))) == [
        ("Văn phòng", at("2026-03-02 10:00")),  # handed in at the desk of the commune
        ("", None),
    ]


def test_the_clock_stands_at_the_tax_office() -> None:
    net = table(row(1, "receive", "", 2), row(2, "tax", "3wd", 3), row(3, "sign", "2wh", 0))
    trial = run(net, done(1, "2026-03-02 09:00"), done(2, "2026-03-05 09:00"), done(3, "2026-03-05 10:00"))
    assert trial.used == 120
    assert trial.steps[1].worked == 3 * 480


def test_branches_side_by_side_are_counted_once() -> None:
    net = table(
        row(1, "receive", "", 2, 3, split=Split.ALL),
        row(2, "examine", "1wd", 4),
        row(3, "consult", "1wd", 4),
        row(4, "sign", "2wh", 0, join=Split.ALL),
    )
    trial = run(net, done(1, MONDAY))
    assert [step.name for step in trial.open] == ["Bước 2", "Bước 3"]
    one, other = trial.open
    trial = run(
        net, done(1, MONDAY), done(one.token, "2026-03-02 10:00"), done(other.token, "2026-03-02 11:00")
    )
    assert trial.used == 180
    assert [step.name for step in trial.open] == ["Bước 4"]


def test_work_goes_back_and_the_sum_goes_on() -> None:
    moves = [done(1, MONDAY), done(2, "2026-03-02 10:00")]
    token = run(LINE, *moves).open[0].token
    trial = run(LINE, *moves, Move(Act.BACK, at("2026-03-02 11:00"), token, "Step_2"))
    assert [(step.name, step.outcome) for step in trial.steps] == [
        ("Bước 1", "completed"), ("Bước 2", "completed"), ("Bước 3", "back"), ("Bước 2", ""),
    ]  # fmt: skip
    assert trial.used == 180


def test_the_way_taken_follows_the_values_given() -> None:
    ways = (Next('outcome == "paper"', 2), Next(None, 3))
    first = StepRow(1, "Bước 1", "receptionist", "desk", "", "receive", ways)
    net = table(first, row(2, "examine", "", 0), row(3, "sign", "", 0))
    assert run(net, done(1, MONDAY, outcome="paper")).open[0].name == "Bước 2"
    assert run(net, done(1, MONDAY, outcome="wire")).open[0].name == "Bước 3"


def test_a_timer_on_the_way_fires_at_its_own_instant() -> None:
    source = definitions(
        ENDS + users("a", "b") + boundary("t", "a", timer("PT1H"))
        + '<endEvent id="f"/>' + flows("s>a; a>e; t>b; b>f")
    )  # fmt: skip
    trial = run(compile_net(read(source)), Move(Act.WAIT, at("2026-03-02 10:00")))
    assert [(step.element, step.outcome) for step in trial.steps] == [("a", "cancelled"), ("b", "")]
    assert trial.steps[1].opened == at("2026-03-02 09:00")


@pytest.mark.parametrize(
    "moves",
    [
        [done(9, MONDAY)],
        [done(1, "2026-03-02 07:59")],
        [done(1, MONDAY), done(1, MONDAY)],
        [Move(Act.BACK, at(MONDAY), 1, "Step_3")],
        [Move(Act.WAIT, at(MONDAY))] * 101,
    ],
)
def test_what_cannot_be_done_is_refused(moves: list[Move]) -> None:
    with pytest.raises(ProcessError):
        run(LINE, *moves)


def test_the_standard_seven_take_exactly_their_time_when_everybody_is_punctual() -> None:
    net = compile_net(read(from_steps(standard_seven(960), "p", "P")))
    moves: list[Move] = []
    while not (trial := run(net, *moves)).finished:
        step = trial.open[0]
        moves.append(Move(Act.COMPLETE, step.due or trial.now, step.token))
    assert trial.used == 960
    assert not any(step.late for step in trial.steps)

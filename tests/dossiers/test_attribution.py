"""Whose time it was: every minute of a dossier has one holder, and the shares add up to the whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.calendars.worktime import Shift, WorkCalendar, elapsed
from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers import ledger
from motcua.dossiers.attribution import Charge, Held, Holder, charges, held, shares
from motcua.dossiers.queries import dossier_page
from motcua.dossiers.state import DossierState
from motcua.dossiers.status import Status
from tests.dossiers import along
from tests.dossiers.along import Road
from tests.dossiers.saying import known, state
from tests.township import Township, at

START = at("2026-03-02 08:00")
CALENDAR = WorkCalendar({day: (Shift(450, 690), Shift(810, 1050)) for day in range(1, 6)})
DOSSIER = DossierState(id=uuid4())
# office → its (desk, division); 1 receives, 2 is competent, 3 and 4 lie on the way
UNITS = {1: (10, 11), 2: (20, 21), 3: (30, 31), 4: (40, 41)}
OFFICE_OF = {unit: office for office, units in UNITS.items() for unit in units}


@dataclass(frozen=True)
class Line:
    """An entry of a ledger that was never stored."""

    at: datetime
    event: ev.Event
    actor_id: int | None = None


def received(*steps: ev.Opened) -> ev.Received:
    seats = tuple(
        ev.Seat(f"office:{office}", part, office, UNITS[office][part == "division"])
        for office in (2, 3, 4)
        for part in ("desk", "division")
    )
    intake = cmd.Intake(1, 1, 2, 1, cmd.Applicant("Mẫu", "1"))
    return ev.Received(
        intake=intake, code="X", rule_set_id=1, field_group_id=1, process_version_id=1,
        units=ev.Units(10, 21, 21, 21, 1, 2, seats), submitted_at=START, due_at=START, legal_due_at=START,
        provisional=False, effect=effect(opened=steps),
    )  # fmt: skip


def effect(**values: Any) -> ev.Effect:
    return ev.Effect(**{"marking": {}, "status": Status.IN_PROCESSING, **values})


def opened(token: int, unit: int, person: int | None = None) -> ev.Opened:
    return ev.Opened(
        token=token, element=f"s{token}", name=f"Bước {token}", action="examine", role="case_officer",
        unit_id=unit, assignee_id=person,
    )  # fmt: skip


def awaited(token: int) -> ev.Opened:
    """The step that waits for an agency with an installation of its own."""
    return ev.Opened(
        token=token, element="", name="Chờ kết quả", action="await_partner", role="case_officer", unit_id=21
    )


def moved(**values: Any) -> ev.StepCompleted:
    return ev.StepCompleted(token=0, step="x", effect=effect(**values))


@st.composite
def ledgers(draw: st.DrawFn) -> list[Line]:
    """Any ledger: steps open and close at any offices, several at once, some sent, some waiting outside."""
    now, token, beside = START, 1, 0
    first = opened(1, draw(st.sampled_from(sorted(OFFICE_OF))))
    lines, waiting = [Line(START, received(first))], [1]
    for _ in range(draw(st.integers(0, 12))):
        now += timedelta(seconds=draw(st.integers(0, 400_000)))
        gone = tuple(draw(st.lists(st.sampled_from(waiting), unique=True))) if waiting else ()
        waiting = [item for item in waiting if item not in gone]
        new, sent = [], []
        for _step in range(draw(st.integers(0, 3))):
            token += 1
            unit = draw(st.sampled_from(sorted(OFFICE_OF)))
            new.append(opened(token, unit, draw(st.sampled_from([None, 7, 8]))))
            waiting.append(token)
            if draw(st.booleans()):
                beside += 1
                desk = UNITS[OFFICE_OF[unit]][0]
                new.append(
                    ev.Opened(token=-beside, element="", name="Tiếp nhận", action="accept_transfer",
                              role="receptionist", unit_id=desk)
                )  # fmt: skip
                sent.append(ev.Transfer(-beside, 1, OFFICE_OF[unit], (token,)))
                waiting.append(-beside)
        if draw(st.sampled_from([False, False, True])):
            beside += 1
            new.append(awaited(-beside))
            waiting.append(-beside)
        lines.append(
            Line(
                now,
                moved(
                    closed=gone,
                    opened=tuple(new),
                    sent=tuple(sent),
                    waiting=draw(st.sampled_from([None, None, None, ev.Waiting("supplement")])),
                    status=draw(st.sampled_from([Status.IN_PROCESSING, Status.AT_OTHER_AGENCY])),
                ),
            )
        )
    return lines


def in_one_piece(stretches: tuple[Held, ...], start: datetime, end: datetime) -> Iterator[bool]:
    yield stretches[0].start == start
    yield stretches[-1].end == end
    yield from (one.end == two.start for one, two in pairwise(stretches))
    yield from (one.holder != two.holder for one, two in pairwise(stretches))


@given(ledgers(), st.integers(0, 4_000_000))
def test_the_time_of_all_holders_is_the_whole_time(lines: list[Line], seconds: int) -> None:
    until = lines[-1].at + timedelta(seconds=seconds)
    stretches = held(lines, DOSSIER, {}, until)
    assert all(in_one_piece(stretches, START, until))
    by_office = shares(stretches, lambda a, b: elapsed(CALENDAR, a, b), lambda holder: holder.office_id)
    assert sum(by_office.values()) == elapsed(CALENDAR, START, until)
    assert all(minutes >= 0 for minutes in by_office.values())
    by_clock = shares(stretches, lambda a, b: int((b - a).total_seconds()) // 60, lambda holder: holder)
    assert sum(by_clock.values()) == int((until - START).total_seconds()) // 60


@given(ledgers(), st.integers(0, 4_000_000), st.integers(0, 4_000_000))
def test_the_delay_is_divided_among_those_who_held_it_after_the_due_date(
    lines: list[Line], seconds: int, time_allowed: int
) -> None:
    until = lines[-1].at + timedelta(seconds=seconds)
    due = START + timedelta(minutes=time_allowed // 60)
    stretches = held(lines, DOSSIER, {}, until)

    def worked(start: datetime, end: datetime) -> int:
        return elapsed(CALENDAR, start, end)

    found = charges(stretches, due, worked, lambda holder: holder.unit_id)
    assert {name: charge.held for name, charge in found.items()} == shares(
        stretches, worked, lambda holder: holder.unit_id
    )
    assert all(0 <= charge.over <= charge.held for charge in found.values())
    late = worked(due, until) if due < until else 0
    assert sum(charge.over for charge in found.values()) == late


def test_who_gives_a_dossier_on_before_it_is_due_has_no_part_in_the_delay() -> None:
    lines = (
        Line(START, received(opened(1, 11))),
        Line(hour(2), moved(closed=(1,), opened=(opened(2, 21),))),
        Line(hour(5), moved(closed=(2,), opened=(opened(3, 31),))),
    )
    found = charges(
        held(lines, DOSSIER, {}, hour(6)),
        hour(3),
        lambda start, end: int((end - start).total_seconds()) // 60,
        lambda holder: holder.unit_id,
    )
    assert found == {11: Charge(120, 0), 21: Charge(180, 120), 31: Charge(60, 60)}


def told(*lines: Line, until: datetime) -> list[tuple[int | None, str, datetime]]:
    return [(h.holder.office_id, h.holder.outside, h.end) for h in held(lines, DOSSIER, {}, until)]


def hour(number: int) -> datetime:
    return START + timedelta(hours=number)


def test_of_several_branches_the_lead_office_has_the_time() -> None:
    lines = (
        Line(START, received(opened(1, 31), opened(2, 21))),
        Line(hour(2), moved(closed=(2,))),
        Line(hour(5), moved(closed=(1,), opened=(opened(3, 41),))),
    )
    assert told(*lines, until=hour(6)) == [(2, "", hour(2)), (3, "", hour(5)), (4, "", hour(6))]


def test_without_the_lead_office_the_branch_that_ended_last_has_it() -> None:
    lines = (
        Line(START, received(opened(1, 31), opened(2, 41))),
        Line(hour(2), moved(closed=(1,))),
        Line(hour(5), moved(closed=(2,), opened=(opened(3, 21),))),
    )
    assert told(*lines, until=hour(6)) == [(4, "", hour(5)), (2, "", hour(6))]


def test_until_it_is_acknowledged_the_time_is_the_desks() -> None:
    sent = ev.Transfer(-1, 1, 3, (2,))
    accept = ev.Opened(
        token=-1, element="", name="Tiếp nhận", action="accept_transfer", role="receptionist", unit_id=30
    )
    lines = (
        Line(START, received(opened(1, 11))),
        Line(hour(1), moved(closed=(1,), opened=(accept, opened(2, 31)), sent=(sent,))),
        Line(hour(3), moved(closed=(-1,))),
    )
    units = [h.holder.unit_id for h in held(lines, DOSSIER, {}, hour(4))]
    assert units == [11, 30, 31]


def test_what_is_awaited_outside_is_nobodys_time_in_the_offices() -> None:
    lines = (
        Line(START, received(opened(1, 21))),
        Line(hour(1), moved(waiting=ev.Waiting("supplement"))),
        Line(hour(9), moved()),
    )
    assert told(*lines, until=hour(10)) == [
        (2, "", hour(1)),
        (None, "supplement", hour(9)),
        (2, "", hour(10)),
    ]


def test_at_an_agency_with_an_installation_of_its_own_the_time_is_that_agencys() -> None:
    away = Status.AT_OTHER_AGENCY
    lines = (
        Line(START, received(opened(1, 21))),
        Line(hour(1), moved(opened=(awaited(-1),), status=away)),
        Line(hour(2), moved(waiting=ev.Waiting("supplement"), status=away)),
        Line(hour(4), moved(status=away)),
        Line(hour(7), moved(closed=(-1,))),
        Line(hour(8), moved(opened=(awaited(-2),), status=away)),
        Line(hour(9), moved(closed=(1,), opened=(opened(2, 31),))),  # the office went on without an answer
    )
    assert told(*lines, until=hour(10)) == [
        (2, "", hour(1)),
        (None, "partner", hour(2)),
        (None, "supplement", hour(4)),
        (None, "partner", hour(7)),
        (2, "", hour(8)),
        (None, "partner", hour(9)),
        (3, "", hour(10)),
    ]


def test_an_agency_named_by_the_drawing_alone_is_not_asked_by_the_program() -> None:
    """A step may carry the status; whoever has the step has the time."""
    lines = (Line(START, received(opened(1, 21))), Line(hour(1), moved(status=Status.AT_OTHER_AGENCY)))
    assert told(*lines, until=hour(2)) == [(2, "", hour(2))]


def test_after_the_end_of_processing_no_time_is_charged() -> None:
    lines = (
        Line(START, received(opened(1, 21))),
        Line(hour(3), moved(closed=(1,), status=Status.RESULT_READY)),
    )
    assert told(*lines, until=hour(900)) == [(2, "", hour(3))]


@pytest.fixture
def road(township: Township) -> Road:
    found = along.build(township)
    found.go_by("2.002755", along.UP_AND_BACK)
    return found


def test_a_real_dossier_is_charged_to_commune_and_province_to_the_minute(road: Road) -> None:
    dossier = road.receive("2.002755", "commune", "province", at("2026-03-02 08:00"))
    road.act(dossier, "examine", at("2026-03-02 09:30"))
    road.act(dossier, "accept_transfer", at("2026-03-02 10:15"), papers_given_by="Trần Văn Mẫu")
    road.act(dossier, "examine", at("2026-03-02 14:00"))
    road.act(dossier, "sign", at("2026-03-02 16:00"))
    stretches = held(ledger.entries(dossier), DossierState(id=dossier), {}, at("2026-03-20 08:00"))
    minutes = shares(
        stretches, lambda a, b: int((b - a).total_seconds()) // 60, lambda holder: holder.office_id
    )
    assert minutes == {road.office["commune"]: 90, road.office["province"]: 390}
    finished, came = state(dossier).finished_at, state(dossier).received_at
    assert finished is not None
    assert came is not None
    assert sum(minutes.values()) == (finished - came).total_seconds() // 60


def test_the_page_says_in_whose_court_the_ball_is(road: Road) -> None:
    dossier = road.receive("2.002755", "commune", "province")
    road.act(dossier, "examine", at("2026-03-02 09:30"))
    court = dossier_page(dossier, road.who("receptionist", office="commune")).court
    assert court is not None
    assert (court.office, court.unit, court.since) == ("UBND tỉnh", "desk province", at("2026-03-02 09:30"))
    road.act(dossier, "accept_transfer", at("2026-03-02 10:15"), papers_given_by="Trần Văn Mẫu")
    road.do(
        cmd.PauseDossier(**known(dossier), ground="suspended", legal_basis="Luật mẫu"),
        road.who("case_officer", office="province"),
    )
    court = dossier_page(dossier, road.who("receptionist", office="commune")).court
    assert court is not None
    assert court.outside == "suspended"
    assert Holder(outside="suspended") != Holder()


def test_the_page_says_that_the_dossier_is_at_another_agency(road: Road) -> None:
    dossier = at_a_partner(road)
    court = dossier_page(dossier, road.who("receptionist", office="commune")).court
    assert court is not None
    assert (court.outside, court.since) == ("partner", at("2026-03-02 10:00"))
    stretches = held(ledger.entries(dossier), DossierState(id=dossier), {}, at("2026-03-02 14:00"))
    assert [(part.holder.outside, part.end) for part in stretches] == [
        ("", at("2026-03-02 10:00")),
        ("partner", at("2026-03-02 14:00")),
    ]


def at_a_partner(road: Road) -> UUID:
    """Handed over by the commune's officer at ten."""
    dossier = road.receive("2.002755", "commune", "province")
    officer = road.who("case_officer", unit=state(dossier).tasks[0].unit_id)
    road.hand_to_partner(dossier, officer, at("2026-03-02 10:00"))
    return dossier


def test_the_page_adds_the_offices_hours_up_to_the_whole(road: Road) -> None:
    from motcua.kernel import time

    dossier = road.receive("2.002755", "commune", "province", at("2026-03-02 08:00"))
    road.act(dossier, "examine", at("2026-03-02 09:30"))
    road.act(dossier, "accept_transfer", at("2026-03-02 10:15"), papers_given_by="Trần Văn Mẫu")
    with time.at(at("2026-03-03 08:30")):
        page = dossier_page(dossier, road.who("receptionist", office="commune"))
    assert [(item.office, item.hours, item.rest) for item in page.times] == [
        ("Vĩnh Tuy", 1, 30),
        ("UBND tỉnh", 7, 0),
    ]
    assert sum(item.minutes for item in page.times) == 8 * 60 + 30


def test_where_one_office_does_it_all_nothing_is_divided(township: Township) -> None:
    dossier = township.receive().dossier_id
    assert dossier_page(dossier, township.actor("tiepnhan")).times == ()

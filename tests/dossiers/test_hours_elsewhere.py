"""A step at another office counts in that office's working time: on a Saturday where that one works."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from motcua.calendars import queries as calendars
from motcua.calendars.models import Calendar
from motcua.calendars.services import create_calendar, publish_override, publish_version
from motcua.dossiers import commands as cmd
from motcua.dossiers import tasks
from motcua.dossiers.events import Units
from motcua.kernel import time
from motcua.offices.actors import SYSTEM
from motcua.offices.models import Office
from motcua.offices.services import set_calendar
from tests.dossiers import along
from tests.dossiers.along import Road, step
from tests.dossiers.saying import known, nothing_broken, state, types_of
from tests.township import Township, at

CODE = "2.002755"
FRIDAY = at("2026-03-06 14:00")


@pytest.fixture
def road(township: Township) -> Road:
    """The commune works on Saturday mornings, the department that decides does not."""
    found = along.build(township)
    national = Calendar.objects.get(code="national")
    longer = create_calendar("thu-bay", "Làm việc sáng thứ Bảy", national.pk)
    week = {day: ["07:30-11:30", "13:30-17:30"] for day in range(1, 6)} | {6: ["07:30-11:30"]}
    publish_version(longer.pk, date(2025, 1, 1), week, "1/QĐ-UBND")
    commune = Office.objects.get(pk=found.office["commune"])
    set_calendar(SYSTEM, commune.pk, commune.version, longer.pk)
    rows = (
        step(1, "receive", "receiving"),
        step(2, "examine", "receiving", hours=6),
        step(3, "examine", "", hours=6),
        step(4, "sign"),
        step(5, "clerk"),
        step(6, "return", hours=0, to=0),
    )
    found.go_by(CODE, rows)
    return found


def due_of(dossier: UUID) -> object:
    return next(task for task in state(dossier).tasks if task.token > 0).due_at


def test_each_step_is_due_in_the_time_of_its_office(road: Road) -> None:
    dossier = road.receive(CODE, "commune", "department", FRIDAY)
    assert due_of(dossier) == at("2026-03-07 10:00"), "three and a half hours on Friday, the rest on Saturday"
    road.act(dossier, "examine", FRIDAY)
    assert due_of(dossier) == at("2026-03-09 10:00"), "the department goes on on Monday"
    assert nothing_broken()


def test_what_is_left_after_a_pause_counts_there_too(road: Road) -> None:
    dossier = road.receive(CODE, "commune", "department", FRIDAY)
    officer = road.who("case_officer", unit=state(dossier).tasks[0].unit_id)
    road.do(
        cmd.PauseDossier(
            **known(dossier), ground="suspended", legal_basis="Điều 1 Luật mẫu", note="Chờ kết quả"
        ),
        officer,
        at("2026-03-06 16:30"),
    )
    road.do(cmd.ResumeDossier(**known(dossier), proof="Kết quả"), officer, at("2026-03-06 17:00"))
    assert due_of(dossier) == at("2026-03-07 10:30"), "three and a half hours were left"
    assert nothing_broken()


def test_a_step_of_the_receiving_desk_counts_there_even_if_no_step_names_that_office(road: Road) -> None:
    road.go_by(
        CODE,
        (
            step(1, "receive"),
            replace(step(2, "examine", hours=6), role="receptionist", unit="desk"),
            step(3, "sign"),
            step(4, "return", hours=0, to=0),
        ),
    )
    dossier = road.receive(CODE, "commune", "department", FRIDAY)
    assert due_of(dossier) == at("2026-03-07 10:00")


def test_when_an_office_gives_way_every_seat_has_the_calendar_of_its_office(road: Road) -> None:
    dossier = road.receive(CODE, "commune", "department", FRIDAY)
    before = {seat.office_id: seat.calendar_id for seat in units_of(dossier).elsewhere}
    assert before[road.office["commune"]] is not None
    road.give_way(dossier, "commune", "neighbour", FRIDAY)
    after = {seat.office_id: seat.calendar_id for seat in units_of(dossier).elsewhere}
    assert after[road.office["neighbour"]] is None, "it works as the department does"
    assert nothing_broken()


def test_when_the_other_office_closes_for_a_day_its_open_steps_are_due_later(road: Road) -> None:
    dossier = road.receive(CODE, "commune", "department", FRIDAY)
    elsewhere = road.receive(CODE, "department", "department", FRIDAY)
    whole = state(dossier).due_at
    commune = Office.objects.get(pk=road.office["commune"])
    assert commune.calendar_id is not None
    with time.at(FRIDAY):
        publish_override(commune.calendar_id, date(2026, 3, 7), "off", "Mất điện", "07/TB-UBND")
    calendars.forget()
    with time.at(FRIDAY):
        tasks.recompute_due([commune.calendar_id], "1", "07/TB-UBND")
    assert due_of(dossier) == at("2026-03-09 10:00"), "the Saturday is gone"
    assert (state(dossier).due_at, types_of(dossier)[-1]) == (whole, "due_recomputed")
    assert types_of(elsewhere) == ["received"], "nobody works there by that calendar"
    assert nothing_broken()


def units_of(dossier: UUID) -> Units:
    found = state(dossier).units
    assert found is not None
    return found

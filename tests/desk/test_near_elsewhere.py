"""How near a step at another office is counts by that office's calendar, as its due time does."""

from __future__ import annotations

from motcua.desk.filters import Filters
from motcua.desk.queries import inbox
from motcua.desk.screen import build
from motcua.kernel import time
from tests.dossiers.along import Road
from tests.dossiers.saying import state
from tests.dossiers.test_hours_elsewhere import CODE, FRIDAY, road
from tests.township import at

__all__ = ["road"]
SATURDAY = at("2026-03-07 09:00")


def test_the_list_and_the_page_count_by_the_calendar_of_the_steps_office(road: Road) -> None:
    dossier = road.receive(CODE, "commune", "department", FRIDAY)
    officer = road.who("case_officer", unit=state(dossier).tasks[0].unit_id)
    with time.at(SATURDAY):
        [row] = inbox(officer, Filters()).rows
        [box] = build(dossier, officer, Filters()).boxes
    for near in (row.step_near, box.near):
        assert near is not None
        assert (near.percent, near.minutes) == (83, 60), (
            "the commune works on Saturday, the department does not"
        )
    assert row.dossier_near is not None
    assert row.dossier_near.percent < 83, "the whole dossier goes on counting by the competent office's"


def test_a_step_at_the_competent_office_counts_by_its_own(road: Road) -> None:
    dossier = road.receive(CODE, "commune", "department", FRIDAY)
    road.act(dossier, "examine", FRIDAY)
    task = next(task for task in state(dossier).tasks if task.action == "examine")
    officer = road.who("case_officer", unit=task.unit_id)
    with time.at(at("2026-03-09 09:00")):
        [row] = inbox(officer, Filters()).rows
    assert row.step_near is not None
    assert (row.step_near.percent, row.step_near.minutes) == (83, 60)

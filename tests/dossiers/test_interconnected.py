"""2.002755, step by step across commune and province: 40 working hours there, 56 here (Nghệ An 3854/QĐ-UBND)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.dossiers import commands as cmd
from motcua.dossiers import ledger, services
from motcua.dossiers.attribution import held, shares
from motcua.dossiers.state import DossierState
from motcua.kernel import time
from motcua.processes.steps import StepRow
from tests.dossiers import along
from tests.dossiers.along import Road, step
from tests.dossiers.saying import known, nothing_broken, state
from tests.township import Township, at

CODE = "2.002755"
# number, what is done, at which office, hours, until when if it began on Monday 2 March 2026 at eight
GOLDEN: tuple[tuple[int, str, str, int, str], ...] = (
    (1, "receive", "receiving", 4, "2026-03-02 14:00"),
    (2, "assign", "receiving", 4, "2026-03-03 08:00"),
    (3, "examine", "receiving", 20, "2026-03-05 14:00"),
    (4, "review", "receiving", 4, "2026-03-06 08:00"),
    (5, "review", "receiving", 4, "2026-03-06 14:00"),
    (6, "clerk", "receiving", 4, "2026-03-09 08:00"),
    (7, "receive", "competent", 4, "2026-03-09 14:00"),
    (8, "assign", "", 4, "2026-03-10 08:00"),
    (9, "examine", "", 12, "2026-03-11 14:00"),
    (10, "consult", "level:province", 16, "2026-03-13 14:00"),
    (11, "examine", "", 8, "2026-03-16 14:00"),
    (12, "review", "", 4, "2026-03-17 08:00"),
    (13, "sign", "", 4, "2026-03-17 14:00"),
    (14, "clerk", "", 4, "2026-03-18 08:00"),
)
ROWS: tuple[StepRow, ...] = (
    *(step(number, action, office, hours=hours) for number, action, office, hours, _due in GOLDEN),
    step(15, "return", hours=0, to=0),
)


@pytest.fixture
def road(township: Township) -> Road:
    """The commune receives, the department decides, the province is asked, the commune gives back."""
    found = along.build(township)
    found.go_by(CODE, ROWS)
    return found


def test_the_whole_is_due_after_ninety_six_hours(road: Road) -> None:
    dossier = road.receive(CODE, "commune", "department", at("2026-03-02 08:00"))
    assert state(dossier).due_at == at("2026-03-18 08:00")


def test_each_step_gets_its_own_hours_from_the_moment_it_opens(road: Road) -> None:
    dossier = road.receive(CODE, "commune", "department", at("2026-03-02 14:00"))
    for number, action, _office, _hours, due in GOLDEN[1:]:
        found = state(dossier)
        task = next(task for task in found.tasks if task.token > 0)
        assert (task.element, task.action) == (f"Step_{number}", action)
        assert task.due_at == at(due), task.name
        if found.task_for("accept_transfer") and action != "receive":
            road.act(dossier, "accept_transfer", task.opened_at, papers_given_by="Trần Văn Mẫu")
        if action == "receive":
            road.act(dossier, "accept_transfer", at(due), papers_given_by="Trần Văn Mẫu")
        else:
            road.act(dossier, task.action, at(due))
    assert nothing_broken()


def test_the_hours_are_charged_to_commune_department_and_province(road: Road) -> None:
    from motcua.calendars.queries import revision_sum, work_calendar
    from motcua.calendars.worktime import elapsed
    from motcua.offices.routing import calendar_of_office

    dossier = road.receive(CODE, "commune", "department", at("2026-03-02 14:00"))
    for _number, action, _office, _hours, due in GOLDEN[1:]:
        found = state(dossier)
        opened = next(task.opened_at for task in found.tasks if task.token > 0)
        if found.task_for("accept_transfer"):
            road.act(dossier, "accept_transfer", at(due) if action == "receive" else opened)
        if action != "receive":
            road.act(dossier, action, at(due))
    calendar = work_calendar(calendar_of_office(road.office["department"]), revision_sum())
    stretches = held(ledger.entries(dossier), DossierState(id=dossier), {}, at("2026-05-01 08:00"))
    hours = {
        office: minutes / 60
        for office, minutes in shares(
            stretches, lambda a, b: elapsed(calendar, a, b), lambda holder: holder.office_id
        ).items()
    }
    # 36 of the commune's 40: the four of the reception were over when it was received. 56 - 16 at the department.
    assert hours == {road.office["commune"]: 36, road.office["department"]: 40, road.office["province"]: 16}


def statements(work: Any) -> list[str]:
    with CaptureQueriesContext(connection) as caught:
        work()
    return [str(query["sql"]) for query in caught.captured_queries]


def test_offices_on_the_way_cost_no_more_than_the_budget(live_township: Township) -> None:
    road = along.build(live_township)
    road.go_by(CODE, ROWS)
    road.receive(CODE, "commune", "department")  # catalogue, calendar and process are known from here on
    intake = live_township.intake(
        CODE,
        receiving_office_id=road.office["commune"],
        competent_office_id=road.office["department"],
        returning_office_id=road.office["commune"],
    )
    desk = road.who("receptionist", office="commune")
    command = cmd.ReceiveDossier(**known(uuid4()), intake=intake)
    with time.at(live_township.clock):
        sent = statements(lambda: services.execute(command, desk))
    assert len(sent) <= 10, sent

    dossier = command.dossier_id
    while not state(dossier).task_for("accept_transfer"):
        task = state(dossier).tasks[0]
        actor = road.who(task.role, unit=task.unit_id)
        with time.at(live_township.clock):
            sent = statements(
                lambda task=task, actor=actor: services.execute(
                    cmd.CompleteTask(**known(dossier), task_id=task.id), actor
                )
            )
        assert len(sent) == 2, "one reading and one writing statement, also across offices"
    accept = cmd.AcknowledgeTransfer(**known(dossier), task_id=state(dossier).tasks[0].id)
    actor = road.who("receptionist", office="department")
    with time.at(live_township.clock):
        assert len(statements(lambda: services.execute(accept, actor))) <= 8

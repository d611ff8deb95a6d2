"""Several offices at once (R-51): each with its own task and time, a lead office, and one way back together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from motcua.dossiers import commands as cmd
from motcua.dossiers import ledger
from motcua.dossiers.attribution import held, shares
from motcua.dossiers.queries import dossier_page
from motcua.dossiers.state import DossierState
from motcua.offices.actors import SYSTEM
from motcua.offices.models import Office
from motcua.processes.steps import Split, StepRow
from tests.dossiers import along
from tests.dossiers.along import Road, parallel, step
from tests.dossiers.saying import known, nothing_broken, refused, state
from tests.township import Township, at

CODE = "2.002755"
# The department leads: it examines itself while the neighbour and the district are asked at the same time.
ROWS: tuple[StepRow, ...] = (
    parallel(step(1, "receive"), 2, 3, 4),
    step(2, "examine", hours=8, to=5),
    step(3, "consult", "office:H99.20.9", hours=4, to=5),
    step(4, "consult", "level:district", hours=16, to=5),
    replace(step(5, "review"), join=Split.ALL),
    step(6, "sign"),
    step(7, "return", hours=0, to=0),
)


@pytest.fixture
def road(township: Township) -> Road:
    found = along.build(township)
    found.go_by(CODE, ROWS)
    return found


ASKED = ("neighbour", "district")


def test_all_offices_get_it_at_once_each_with_its_own_time(road: Road) -> None:
    dossier = road.receive(CODE, "commune", "department")
    dues = {
        office: task.due_at
        for task, office in zip(state(dossier).tasks, road.office_of(dossier), strict=True)
        if task.token > 0
    }
    assert dues == {
        "department": at("2026-03-03 08:00"),
        "neighbour": at("2026-03-02 14:00"),
        "district": at("2026-03-04 08:00"),
    }
    assert sorted(road.office_of(dossier)) == sorted(2 * ["department", "neighbour", "district"])
    assert len(state(dossier).transfers) == 3, "each desk acknowledges for itself"


def test_the_lead_office_goes_on_when_all_have_answered(road: Road) -> None:
    dossier = road.receive(CODE, "commune", "department")
    for office in ("department", *ASKED):
        road.act(dossier, "accept_transfer", office=office, papers_given_by="Trần Văn Mẫu")
    road.act(dossier, "consult", at("2026-03-02 10:00"), office="district")
    road.act(dossier, "examine", at("2026-03-02 11:00"))
    assert not state(dossier).task_for("review")
    road.act(dossier, "consult", at("2026-03-02 14:00"), office="neighbour")
    assert [task.action for task in state(dossier).tasks] == ["accept_transfer", "review"]
    assert road.office_of(dossier) == ["department", "department"], "the answer goes to who needs it"
    for action in ("accept_transfer", "review", "sign", "accept_transfer", "return"):
        values = {"papers_given_by": "Trần Văn Mẫu"} if action == "accept_transfer" else {}
        road.act(dossier, action, **values)
    assert state(dossier).status.value == "returned"
    assert nothing_broken()


def test_while_the_lead_office_works_the_time_is_its_own_then_the_slowest_ones(road: Road) -> None:
    dossier = road.receive(CODE, "commune", "department", at("2026-03-02 08:00"))
    for office in ("department", *ASKED):
        road.act(dossier, "accept_transfer", at("2026-03-02 08:00"), office=office, papers_given_by="Mẫu")
    road.act(dossier, "examine", at("2026-03-02 09:00"))
    road.act(dossier, "consult", at("2026-03-02 10:00"), office="neighbour")
    road.act(dossier, "consult", at("2026-03-02 11:00"), office="district")
    stretches = held(ledger.entries(dossier), DossierState(id=dossier), {}, at("2026-03-02 11:00"))
    by_clock = shares(stretches, lambda a, b: int((b - a).total_seconds()) // 60, lambda h: h.office_id)
    # The neighbour's hour is nobody else's: the district, which ended last, had the ball meanwhile.
    charged = {key: value for key, value in by_clock.items() if value}
    assert charged == {road.office["department"]: 60, road.office["district"]: 120}


def test_one_office_refuses_and_what_the_others_got_is_taken_back(road: Road) -> None:
    dossier = road.receive(CODE, "commune", "department")
    road.act(dossier, "accept_transfer", office="district", papers_given_by="Trần Văn Mẫu")
    task = next(
        task
        for task, office in zip(state(dossier).tasks, road.office_of(dossier), strict=True)
        if task.action == "accept_transfer" and office == "neighbour"
    )
    back = cmd.RefuseTransfer(**known(dossier), task_id=task.id, reason="Không thuộc thẩm quyền")
    found = road.do(back, road.who("receptionist", office="neighbour"))
    assert [task.action for task in found.tasks] == ["receive"]
    assert road.office_of(dossier) == ["commune"]
    assert found.transfers == ()
    road.act(dossier, "receive")
    assert len(state(dossier).transfers) == 3
    assert nothing_broken()


def test_on_paper_one_after_the_other_each_gives_it_to_the_next(road: Road) -> None:
    road.go_by(
        CODE,
        (
            step(1, "receive"),
            step(2, "consult", "office:H99.20.9"),
            step(3, "consult", "level:district"),
            step(4, "examine"),
            step(5, "sign"),
            step(6, "return", hours=0, to=0),
        ),
    )
    dossier = road.receive(CODE, "commune", "department")
    came = []
    while (found := state(dossier)).tasks:
        came += [(transfer.from_office, transfer.to_office) for transfer in found.transfers]
        road.act(dossier, **({"papers_given_by": "Mẫu"} if found.transfers else {}))
    names = {pk: name for name, pk in road.office.items()}
    assert [(names[one], names[two]) for one, two in came] == [
        ("commune", "neighbour"),
        ("neighbour", "district"),
        ("district", "department"),
        ("department", "commune"),
    ]


def test_who_assigns_names_a_person_of_the_own_unit_and_the_others_name_theirs(road: Road) -> None:
    road.go_by(CODE, along.ASSIGNED_AND_ASKED)
    dossier = road.receive(CODE, "department", "department")
    officer, stranger = (road.who("case_officer", office=name) for name in ("department", "neighbour"))
    with refused("assignee_unfit"):
        road.act(dossier, "assign", assignee_id=stranger.person_id)
    road.act(dossier, "assign", assignee_id=officer.person_id)
    named = {task.action: task.assignee_id for task in state(dossier).tasks}
    assert named == {"accept_transfer": None, "examine": officer.person_id, "consult": None}
    assert nothing_broken()


def test_who_was_named_while_another_office_was_asked_examines_when_both_are_done(road: Road) -> None:
    road.go_by(
        CODE,
        (
            parallel(step(1, "receive"), 2, 3),
            step(2, "assign", to=4),
            step(3, "consult", "office:H99.20.9", to=4),
            replace(step(4, "examine"), join=Split.ALL),
            step(5, "sign"),
            step(6, "return", hours=0, to=0),
        ),
    )
    dossier = road.receive(CODE, "department", "department")
    officer = road.who("case_officer", office="department")
    road.act(dossier, "assign", assignee_id=officer.person_id)
    road.act(dossier, "accept_transfer", office="neighbour", papers_given_by="Mẫu")
    road.act(dossier, "consult", office="neighbour")
    examine = state(dossier).task_for("examine")
    assert examine is not None
    assert examine.assignee_id == officer.person_id
    assert nothing_broken()


def test_whose_turn_it_is_names_every_office_that_works_at_the_same_time(road: Road) -> None:
    dossier = road.receive(CODE, "commune", "department")
    for office in ("department", *ASKED):
        road.act(dossier, "accept_transfer", office=office, papers_given_by="Mẫu")
    names = {key: Office.objects.get(pk=pk).short_name for key, pk in road.office.items()}
    court = dossier_page(dossier, SYSTEM).court
    assert court is not None
    assert (court.office, set(court.also)) == (names["department"], {names["neighbour"], names["district"]})
    road.act(dossier, "consult", office="neighbour")
    road.act(dossier, "consult", office="district")
    court = dossier_page(dossier, SYSTEM).court
    assert court is not None
    assert (court.office, court.also) == (names["department"], ())

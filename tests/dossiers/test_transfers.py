"""A dossier on its way between offices: sent, acknowledged, refused back, its paper part apart."""

from __future__ import annotations

from uuid import UUID

import pytest

from motcua.dossiers import commands as cmd
from motcua.dossiers.state import DossierState
from tests.dossiers import along
from tests.dossiers.along import START, UP_AND_BACK, Road, step
from tests.dossiers.saying import known, nothing_broken, refused, state, types_of
from tests.township import Township, at

CODE = "2.002755"


@pytest.fixture
def road(township: Township) -> Road:
    found = along.build(township)
    found.go_by(CODE, UP_AND_BACK)
    return found


def sent_up(road: Road) -> UUID:
    """Examined at the commune, on its way to the province."""
    dossier = road.receive(CODE, "commune", "province")
    road.act(dossier, "examine", at("2026-03-02 09:00"))
    return dossier


def actions(dossier: UUID) -> list[str]:
    return [task.action for task in state(dossier).tasks]


def test_the_next_office_gets_a_task_of_two_working_hours(road: Road) -> None:
    dossier = sent_up(road)
    assert actions(dossier) == ["accept_transfer", "receive"]
    assert road.office_of(dossier) == ["province", "province"]
    assert state(dossier).tasks[0].due_at == at("2026-03-02 11:00")
    assert nothing_broken()


def test_inside_one_office_nothing_is_acknowledged(road: Road) -> None:
    dossier = road.receive(CODE, "commune", "province")
    assert actions(dossier) == ["examine"]
    assert road.office_of(dossier) == ["commune"]


def test_a_step_waits_until_the_desk_has_acknowledged(road: Road) -> None:
    road.go_by(
        CODE, (step(1, "receive"), step(2, "examine"), step(3, "sign"), step(4, "return", hours=0, to=0))
    )
    dossier = road.receive(CODE, "commune", "province")
    assert actions(dossier) == ["accept_transfer", "examine"]
    waiting = state(dossier).tasks[1]
    officer = road.who("case_officer", unit=waiting.unit_id)
    with refused("transfer_unacknowledged"):
        road.do(cmd.CompleteTask(**known(dossier), task_id=waiting.id), officer)
    road.act(dossier, "accept_transfer", papers_given_by="Trần Văn Mẫu")
    assert road.do(cmd.CompleteTask(**known(dossier), task_id=waiting.id), officer).task_for("sign")
    assert nothing_broken()


def test_a_result_is_given_out_once_its_arrival_is_acknowledged(road: Road) -> None:
    back = step(4, "return", "receiving", hours=0, to=0)
    road.go_by(CODE, (step(1, "receive"), step(2, "examine"), step(3, "sign"), back))
    dossier = road.receive(CODE, "commune", "province")
    for action in ("accept_transfer", "accept_papers", "examine", "sign"):
        road.act(dossier, action)
    assert actions(dossier) == ["accept_transfer", "return"]
    desk = road.who("receptionist", office="commune")
    post = cmd.SendByPost(**known(dossier), parcel="VN1", address="Tổ 3")
    for command in (cmd.HandOver(**known(dossier)), post):
        with refused("transfer_unacknowledged"):
            road.do(command, desk)
    road.act(dossier, "accept_transfer")
    assert road.do(cmd.HandOver(**known(dossier)), desk).returned_at is not None
    assert nothing_broken()


def test_acknowledging_is_the_reception_of_that_office(road: Road) -> None:
    dossier = sent_up(road)
    road.act(dossier, "accept_transfer", at("2026-03-02 10:00"), papers_given_by="Trần Văn Mẫu")
    assert actions(dossier) == ["examine"]
    assert road.office_of(dossier) == ["province"]
    assert not state(dossier).transfers


def test_only_the_desk_of_that_office_acknowledges(road: Road) -> None:
    dossier = sent_up(road)
    command = cmd.AcknowledgeTransfer(**known(dossier), task_id=state(dossier).tasks[0].id)
    for role, office in (
        ("receptionist", "commune"),
        ("case_officer", "province"),
        ("receptionist", "district"),
    ):
        with refused("wrong_role"):
            road.do(command, road.who(role, office=office))
    assert road.do(command, road.who("desk_head", office="province")).transfers == ()


def test_acknowledged_after_its_time_it_is_told_as_late(road: Road) -> None:
    from motcua.dossiers import ledger

    dossier = sent_up(road)
    road.act(dossier, "accept_transfer", at("2026-03-02 11:01"))
    event = ledger.entries(dossier)[-1].event
    assert event.type == "transfer_acknowledged"
    assert getattr(event, "late", None) is True


def test_the_paper_part_may_come_later_and_has_its_own_time(road: Road) -> None:
    dossier = sent_up(road)
    road.act(dossier, "accept_transfer", at("2026-03-02 10:00"))
    assert sorted(actions(dossier)) == ["accept_papers", "examine"]
    papers = next(task for task in state(dossier).tasks if task.action == "accept_papers")
    assert papers.due_at == at("2026-03-02 17:30"), "the same working day (R-36)"
    found = road.act(dossier, "accept_papers", at("2026-03-02 15:00"), given_by="Trần Văn Mẫu")
    assert not found.task_for("accept_papers")
    assert nothing_broken()


def test_papers_sent_after_the_cut_off_come_at_the_next_opening(road: Road) -> None:
    dossier = road.receive(CODE, "commune", "province")
    road.act(dossier, "examine", at("2026-03-02 15:30"))
    road.act(dossier, "accept_transfer", at("2026-03-02 16:00"))
    papers = next(task for task in state(dossier).tasks if task.action == "accept_papers")
    assert papers.due_at == at("2026-03-03 08:30"), "07:30 and the hour of grace"


def test_who_handed_the_papers_over_must_be_said(road: Road) -> None:
    dossier = sent_up(road)
    road.act(dossier, "accept_transfer")
    with refused("giver_needed"):
        road.act(dossier, "accept_papers", given_by="  ")


def test_refused_back_the_senders_step_is_open_again(road: Road) -> None:
    dossier = sent_up(road)
    desk = road.who("receptionist", office="province")
    back = cmd.RefuseTransfer(**known(dossier), task_id=state(dossier).tasks[0].id, reason="Thiếu biên bản")
    found = road.do(back, desk)
    assert [task.action for task in found.tasks] == ["examine"]
    assert road.office_of(dossier) == ["commune"]
    assert types_of(dossier)[-1] == "transfer_refused"
    road.act(dossier, "examine")
    assert actions(dossier) == ["accept_transfer", "receive"]
    assert nothing_broken()


def test_the_first_hand_over_is_refused_back_to_the_desk_that_took_it_in(road: Road) -> None:
    road.go_by(
        CODE, (step(1, "receive"), step(2, "examine"), step(3, "sign"), step(4, "return", hours=0, to=0))
    )
    dossier = road.receive(CODE, "commune", "province")
    desk = road.who("receptionist", office="province")
    road.do(
        cmd.RefuseTransfer(**known(dossier), task_id=state(dossier).tasks[0].id, reason="Sai thẩm quyền"),
        desk,
    )
    assert (actions(dossier), road.office_of(dossier)) == (["receive"], ["commune"])
    road.act(dossier, "receive")
    assert actions(dossier) == ["accept_transfer", "examine"]
    assert nothing_broken()


def test_a_refusal_needs_its_reason(road: Road) -> None:
    dossier = sent_up(road)
    with refused("reason_needed"):
        road.do(
            cmd.RefuseTransfer(**known(dossier), task_id=state(dossier).tasks[0].id, reason=" "),
            road.who("receptionist", office="province"),
        )


def test_the_result_goes_back_to_the_desk_that_took_it_in(road: Road) -> None:
    dossier = sent_up(road)
    for action in ("accept_transfer", "accept_papers", "examine", "sign"):
        road.act(dossier, action)
    assert actions(dossier) == ["accept_transfer", "return"]
    assert road.office_of(dossier) == ["commune", "commune"]
    with refused("already_decided"):
        road.do(
            cmd.RefuseTransfer(**known(dossier), task_id=state(dossier).tasks[0].id, reason="Không"),
            road.who("receptionist", office="commune"),
        )
    road.act(dossier, "accept_transfer", papers_given_by="Trần Văn Mẫu")
    found = road.act(dossier, "return")
    assert (found.status.value, found.tasks) == ("returned", ())
    assert nothing_broken()


def test_each_office_has_its_own_case_officer(road: Road) -> None:
    road.go_by(
        CODE,
        (
            step(1, "receive"),
            step(2, "assign", "receiving"),
            step(3, "examine", "receiving"),
            step(4, "examine"),
            step(5, "sign"),
            step(6, "return", hours=0, to=0),
        ),
    )
    dossier = road.receive(CODE, "commune", "province")
    own = road.who("case_officer", unit=state(dossier).tasks[0].unit_id).person_id
    found = road.act(dossier, "assign", assignee_id=own)
    assert found.tasks[0].assignee_id == own
    road.act(dossier, "examine")
    waiting = next(task for task in state(dossier).tasks if task.action == "examine")
    assert waiting.assignee_id is None, "the commune's officer has nothing to do with the province's step"
    road.act(dossier, "accept_transfer", papers_given_by="Trần Văn Mẫu")
    first = state(dossier).tasks[0]
    back = cmd.SendBack(**known(dossier), task_id=first.id, to_element="Step_3", reason="Cần làm rõ")
    again = road.do(back, road.who("case_officer", office="province"))
    assert [task.assignee_id for task in again.tasks if task.action == "examine"] == [own]
    assert nothing_broken()


def test_a_level_and_a_fixed_office_are_found_from_the_dossiers_own_offices(road: Road) -> None:
    road.go_by(
        CODE,
        (
            step(1, "receive"),
            step(2, "examine", "level:district"),
            step(3, "consult", "level:province"),
            step(4, "examine", "office:H99.1"),
            step(5, "sign"),
            step(6, "return", hours=0, to=0),
        ),
    )
    dossier = road.receive(CODE, "commune", "department")
    met = []
    while (found := state(dossier)).tasks:
        met.append(road.office_of(dossier)[-1])
        road.act(dossier, found.tasks[0].action)
        while task := state(dossier).task_for("accept_papers"):
            road.act(dossier, task.action)
    assert list(dict.fromkeys(met)) == ["district", "province", "department", "commune"]
    assert nothing_broken()


def test_an_office_that_is_not_on_the_road_is_said_at_the_desk(road: Road) -> None:
    road.go_by(
        CODE,
        (step(1, "receive"), step(2, "examine", "level:ministry"), step(3, "sign"), step(4, "return", to=0)),
    )
    with refused("no_office_on_route"):
        road.receive(CODE, "commune", "province")


def test_withdrawn_on_the_way_nothing_waits_for_anybody(road: Road) -> None:
    dossier = sent_up(road)
    found: DossierState = road.do(
        cmd.WithdrawDossier(**known(dossier), reason="Không cần nữa", requested_by="counter"),
        road.who("receptionist", office="commune"),
        START.replace(hour=10),
    )
    assert (found.tasks, found.transfers) == ((), ())
    assert nothing_broken()


def test_the_reception_at_the_next_office_does_not_set_the_dossier_back(road: Road) -> None:
    dossier = road.receive(CODE, "commune", "department")
    assert state(dossier).status == "in_processing"
    road.act(dossier, "examine")
    assert state(dossier).status == "in_transfer"

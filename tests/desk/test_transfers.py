"""The desk of an office that gets dossiers from others: what it sees, what it sends, what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from motcua.kernel.ids import uuid7
from motcua.offices.models import Office
from tests.dossiers import along
from tests.dossiers.along import Road, step
from tests.dossiers.saying import state, types_of
from tests.township import Township, at

CODE = "2.002755"
SignIn = Callable[[str], Any]


@pytest.fixture
def sent(township: Township) -> tuple[Road, UUID]:
    """Examined at the commune, on its way to the district, which is only asked."""
    return along.sent_to_the_district(township, CODE)


def send(who: Any, dossier: UUID, act: str, **values: Any) -> Any:
    task = state(dossier).tasks[0]
    form = {"act": act, "task_id": task.id, "command_id": uuid7(), "version": state(dossier).version}
    return who.post(f"/desk/dossiers/{dossier}/more", **(form | values))


def page(who: Any, address: str) -> str:
    answer = who.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_desk_finds_it_in_its_list_and_acknowledges_it(sent: tuple[Road, UUID], sign_in: SignIn) -> None:
    _road, dossier = sent
    desk = sign_in("receptionist-district")
    assert str(dossier) in page(desk, "/desk/")
    shown = page(desk, f"/desk/dossiers/{dossier}/")
    assert "acknowledge_transfer" in shown
    assert "Bản khai cá nhân" in page(desk, f"/desk/dossiers/{dossier}/more")
    answer = send(desk, dossier, "acknowledge_transfer", papers_here="yes", given_by="Trần Văn Mẫu")
    assert answer.status_code == 302
    assert [task.action for task in state(dossier).tasks] == ["examine"]
    assert "Trần Văn Mẫu" in page(desk, f"/desk/dossiers/{dossier}/")


def test_without_the_papers_a_task_waits_for_them(sent: tuple[Road, UUID], sign_in: SignIn) -> None:
    _road, dossier = sent
    desk = sign_in("receptionist-district")
    send(desk, dossier, "acknowledge_transfer", papers_here="", given_by="nobody")
    papers = state(dossier).task_for("accept_papers")
    assert papers is not None
    send(desk, dossier, "acknowledge_papers", task_id=papers.id, given_by="Trần Văn Mẫu")
    assert types_of(dossier)[-1] == "papers_handed_over"


def test_the_list_says_where_it_comes_from_and_what_waits_for_the_desk(
    township: Township, sign_in: SignIn
) -> None:
    road = along.build(township)
    road.go_by(CODE, (step(1, "receive"), step(2, "examine"), step(3, "sign"), step(4, "return", to=0)))
    dossier = road.receive(CODE, "commune", "district")
    assert [task.action for task in state(dossier).tasks] == ["accept_transfer", "examine"]
    shown = page(sign_in("receptionist-district"), "/desk/?scope=unit")
    assert f"từ {Office.objects.get(pk=road.office['commune']).name}" in shown
    waiting = page(sign_in("case_officer-district"), "/desk/?scope=unit")
    assert "chờ bộ phận một cửa xác nhận" in waiting
    road.act(dossier, "accept_transfer", papers_given_by="Trần Văn Mẫu")
    assert "chờ bộ phận một cửa xác nhận" not in page(sign_in("case_officer-district"), "/desk/?scope=unit")


def test_what_is_done_by_acknowledging_is_no_second_line(township: Township, sign_in: SignIn) -> None:
    road = along.build(township)
    road.go_by(CODE, along.UP_AND_BACK)
    dossier = road.receive(CODE, "commune", "district")
    road.act(dossier, "examine")
    assert sorted(task.action for task in state(dossier).tasks) == ["accept_transfer", "receive"]
    shown = page(sign_in("receptionist-district"), "/desk/?scope=unit")
    assert shown.count('name="task"') == 1


def test_a_pile_from_other_offices_is_acknowledged_at_once(township: Township, sign_in: SignIn) -> None:
    road = along.build(township)
    dossiers = [road.receive(CODE, "commune", "district") for _ in range(3)]
    road.act(dossiers[2], "accept_transfer")  # its papers are still on the way
    desk = sign_in("receptionist-district")
    assert 'value="acknowledge"' in page(desk, "/desk/?scope=unit")
    found = [state(dossier) for dossier in dossiers]
    first = [next(task for task in one.tasks if task.role == "receptionist") for one in found]
    ticks = [f"{one.id}:{task.id}:{one.version}" for one, task in zip(found, first, strict=True)]
    form = {"act": "acknowledge", "command_id": uuid7(), "task": ticks, "given_by": "Trần Văn Mẫu"}
    assert desk.post("/desk/bulk", **form).content.decode().count("tag-good") == 3
    assert not any(state(dossier).transfers for dossier in dossiers)
    assert [types_of(dossier)[-1] for dossier in dossiers] == [
        "transfer_acknowledged",
        "transfer_acknowledged",
        "papers_handed_over",
    ]


def test_refused_it_is_back_at_the_sender_with_the_reason(sent: tuple[Road, UUID], sign_in: SignIn) -> None:
    road, dossier = sent
    desk = sign_in("receptionist-district")
    assert send(desk, dossier, "refuse_transfer", reason=" ").status_code != 302
    assert send(desk, dossier, "refuse_transfer", reason="Thiếu biên bản họp").status_code == 302
    assert road.office_of(dossier) == ["commune"]
    assert "Thiếu biên bản họp" in page(sign_in("receptionist-commune"), f"/desk/dossiers/{dossier}/")


def test_everybody_concerned_reads_in_whose_court_the_ball_is(
    sent: tuple[Road, UUID], sign_in: SignIn
) -> None:
    _road, dossier = sent
    for username in ("receptionist-commune", "receptionist-district", "case_officer-department"):
        shown = page(sign_in(username), f"/desk/dossiers/{dossier}/")
        assert "UBND huyện · desk district" in shown
    assert "UBND huyện · desk district" in page(
        sign_in("receptionist-commune"), f"/counter/dossiers/{dossier}/"
    )
    assert sign_in("receptionist-neighbour").get(f"/desk/dossiers/{dossier}/").status_code == 404


def test_unacknowledged_in_time_it_stands_on_the_supervisors_list(
    sent: tuple[Road, UUID], sign_in: SignIn
) -> None:
    from motcua.dossiers.stranded import Reason, stranded

    road, dossier = sent
    for office in ("commune", "district", "department"):
        actor = road.who("supervisor", office=office)
        assert not stranded(actor, at("2026-03-02 11:00"))
        late = stranded(actor, at("2026-03-02 11:01"))
        assert [(item.dossier_id, item.reason) for item in late] == [(dossier, Reason.UNACKNOWLEDGED)]
    supervisor = sign_in("supervisor-district")
    road.township.clock = at("2026-03-02 14:00")
    assert str(dossier) in page(supervisor, "/oversight/records/")
    assert "/oversight/records/#stranded" in page(supervisor, "/oversight/")
    road.act(dossier, "accept_transfer", papers_given_by="Trần Văn Mẫu")
    assert "/oversight/records/#stranded" not in page(supervisor, "/oversight/")


def test_whoever_opens_it_reads_that_another_agency_has_it(sent: tuple[Road, UUID], sign_in: SignIn) -> None:
    road, dossier = sent
    road.act(dossier, "accept_transfer", at("2026-03-02 09:30"), papers_given_by="Trần Văn Mẫu")
    road.hand_to_partner(dossier, road.who("case_officer", office="district"), at("2026-03-02 10:00"))
    road.township.clock = at("2026-03-02 11:00")
    shown = page(sign_in("case_officer-district"), f"/desk/dossiers/{dossier}/")
    assert "Đang ở cơ quan khác, từ 10:00, 02/03/2026" in shown
    assert "Đang ở cơ quan khác</span><b" in shown, "and its time stands beside the offices'"


def test_only_who_may_acknowledge_it_is_offered_the_button(sent: tuple[Road, UUID], sign_in: SignIn) -> None:
    _road, dossier = sent
    button = f"/desk/dossiers/{dossier}/more?act=acknowledge_transfer"
    assert button in page(sign_in("receptionist-district"), f"/desk/dossiers/{dossier}/")
    for username in ("receptionist-commune", "case_officer-district", "supervisor-district"):
        shown = page(sign_in(username), f"/desk/dossiers/{dossier}/")
        assert button not in shown
        assert "desk district" in shown


def test_the_head_chooses_among_the_own_people_while_another_office_is_asked(
    township: Township, sign_in: SignIn
) -> None:
    road = along.build(township)
    road.go_by(CODE, along.ASSIGNED_AND_ASKED)
    dossier = road.receive(CODE, "department", "department")
    shown = page(sign_in("head_of_unit-department"), f"/desk/dossiers/{dossier}/")
    own, other = (road.who("case_officer", office=name) for name in ("department", "neighbour"))
    assert f'name="assignee" value="{own.person_id}"' in shown
    assert f'name="assignee" value="{other.person_id}"' not in shown

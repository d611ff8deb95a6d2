"""Results that another desk gives out, and people who have not come for theirs."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from motcua.delivery import commands as cmd
from motcua.delivery import services
from motcua.delivery.queries import coming, going, list_sheet, to_send, uncollected
from motcua.dossiers import commands as dossier_commands
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.offices.actors import actor_for
from tests.delivery.conftest import Dispatch
from tests.dossiers import along
from tests.dossiers.along import Road, step
from tests.dossiers.saying import known, state
from tests.house import staff
from tests.township import Township, at

CODE = "2.002755"


@pytest.fixture
def other_desk(dispatch: Dispatch) -> Any:
    """A second office with a desk of its own, where a colleague works."""
    from motcua.offices.models import Membership, Office, Person, Unit

    home = Office.objects.get(pk=dispatch.place.office_id)
    office = Office.objects.create(
        level=home.level,
        level_name=home.level_name,
        name="UBND xã Mẫu Sơn",
        short_name="Mẫu Sơn",
        path="900",
        code_new="H99.20.9",
        calendar=home.calendar,
        valid_from=date(2020, 1, 1),
    )
    desk = Unit.objects.create(office=office, name="Một cửa", kind="desk", valid_from=date(2020, 1, 1))
    person = Person.objects.create(username="mauson", full_name="Lý Văn Mẫu")
    Membership.objects.create(person=person, unit=desk, roles=["receptionist"], valid_from=date(2020, 1, 1))
    return office


def _send(dispatch: Dispatch, other: Any, *dossiers: Any, **values: Any) -> Any:
    known = {"command_id": uuid4(), "office_id": dispatch.place.office_id, "to_office_id": other.pk}
    known |= {"dossier_ids": dossiers, "receiver": "Lý Văn Mẫu"}
    return dispatch.act("send_to_desk", cmd.SendToDesk(**(known | values)))


def test_a_result_goes_to_the_desk_that_gives_it_out(dispatch: Dispatch, other_desk: Any) -> None:
    office = dispatch.place.office_id
    dossier = dispatch.ready(returning_office_id=other_desk.pk)
    here = dispatch.ready()
    assert [line.dossier_id for line in to_send(office)] == [dossier]
    with pytest.raises(Refusal) as refused:
        _send(dispatch, other_desk, dossier, here)
    assert refused.value.code == "not_for_that_desk"
    command = uuid4()
    made = _send(dispatch, other_desk, dossier, command_id=command)
    assert _send(dispatch, other_desk, dossier, command_id=command).pk == made.pk
    assert to_send(office) == []
    assert [line.office for line in going(office)] == ["UBND xã Mẫu Sơn"]
    assert [line.code for line in list_sheet(made.pk, [other_desk.pk]).results] == [
        line.code for line in coming(other_desk.pk)
    ]
    with pytest.raises(Refusal) as refused:
        dispatch.place.step(dossier, "mauson")
    assert refused.value.code == "between_desks"
    arrived = cmd.TellArrived(dossier_id=dossier)
    with pytest.raises(Refusal) as refused:
        dispatch.act("tell_arrived", arrived)
    assert refused.value.status == 403
    first = dispatch.act("tell_arrived", arrived, "mauson")
    dispatch.place.clock = at("2026-03-09 09:00")
    assert dispatch.act("tell_arrived", arrived, "mauson").at == first.at
    assert coming(other_desk.pk) == []
    with pytest.raises(Refusal):
        dispatch.place.step(dossier)  # the desk that took it in gives nothing out any more
    assert dispatch.place.step(dossier, "mauson").state.returned_at is not None


def test_a_result_handed_over_is_on_its_way_no_more(
    dispatch: Dispatch, other_desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = dispatch.ready(returning_office_id=other_desk.pk)
    _send(dispatch, other_desk, dossier)
    with monkeypatch.context() as at_the_same_moment:  # the check was passed before the list was made
        at_the_same_moment.setattr("motcua.dossiers.services.before_return", [])
        dispatch.place.step(dossier, "mauson")
    assert coming(other_desk.pk) == []
    assert going(dispatch.place.office_id) == []


def send_to_the_commune(road: Road, dossier: UUID) -> None:
    """The department sends the result to the desk that received."""
    command = cmd.SendToDesk(
        command_id=uuid4(),
        office_id=road.office["department"],
        to_office_id=road.office["commune"],
        dossier_ids=(dossier,),
        receiver="Lý Văn Mẫu",
    )
    with time.at(road.township.clock):
        services.send_to_desk(command, road.who("receptionist", office="department"))


def solved_for_the_commune(road: Road) -> UUID:
    """A result made at the department for somebody who handed in at the commune."""
    road.go_by(CODE, along.UP_AND_BACK)
    dossier = road.receive(CODE, "commune", "department")
    while state(dossier).finished_at is None:
        road.act(dossier)
    return dossier


def sent_with_a_list(road: Road) -> UUID:
    """A result on its way from the department to the commune."""
    dossier = solved_for_the_commune(road)
    send_to_the_commune(road, dossier)
    return dossier


def test_what_an_office_sent_is_not_to_be_sent_again_by_its_successor(township: Township) -> None:
    road = along.build(township)
    road.office["new"] = staff.staffed("new", road.office["province"], "H99.2", "000.00.02.H99")
    road.go_by(CODE, along.UP_AND_BACK)
    sent, waits = (road.receive(CODE, "commune", "department") for _ in range(2))
    for dossier in (sent, waits):
        while state(dossier).finished_at is None:
            road.act(dossier)
    assert {line.dossier_id for line in to_send(road.office["department"])} == {sent, waits}
    send_to_the_commune(road, sent)
    for dossier in (sent, waits):
        road.give_way(dossier, "department", "new")
    assert [line.dossier_id for line in to_send(road.office["new"])] == [waits]
    assert [line.dossier_id for line in going(road.office["new"])] == [sent]


def test_the_desk_in_the_place_of_another_takes_what_was_on_its_way_there(township: Township) -> None:
    road = along.build(township)
    dossier = sent_with_a_list(road)
    road.give_way(dossier, "commune", "neighbour")
    assert coming(road.office["commune"]) == []
    (line,) = coming(road.office["neighbour"])
    desk = road.who("receptionist", office="neighbour")
    assert line.transfer_id
    services.tell_arrived(cmd.TellArrived(dossier_id=dossier, given_by="Lý Văn Mẫu"), desk)
    assert coming(road.office["neighbour"]) == []
    assert not state(dossier).transfers, "said once: what the process sent is acknowledged with it"
    road.do(dossier_commands.HandOver(**known(dossier)), desk)
    assert state(dossier).returned_at is not None


def test_the_electronic_part_alone_does_not_bring_what_a_list_carries(township: Township) -> None:
    road = along.build(township)
    dossier = sent_with_a_list(road)
    road.act(dossier, "accept_transfer")
    assert [line.dossier_id for line in coming(road.office["commune"])] == [dossier]
    desk = road.who("receptionist", office="commune")
    with pytest.raises(Refusal) as refused:
        road.do(dossier_commands.HandOver(**known(dossier)), desk)
    assert refused.value.code == "between_desks"
    services.tell_arrived(cmd.TellArrived(dossier_id=dossier), desk)
    assert coming(road.office["commune"]) == []
    road.do(dossier_commands.HandOver(**known(dossier)), desk)
    assert state(dossier).returned_at is not None


def test_what_the_desk_has_is_put_on_no_list_any_more(township: Township) -> None:
    road = along.build(township)
    dossier = solved_for_the_commune(road)
    road.act(dossier, "accept_transfer", papers_given_by="Lý Văn Mẫu")  # while the page of the list is open
    with pytest.raises(Refusal) as refused:
        send_to_the_commune(road, dossier)
    assert refused.value.code == "not_for_that_desk"


def test_at_another_unit_of_the_desk_the_list_has_arrived_and_the_hand_over_waits(township: Township) -> None:
    from motcua.offices.models import Membership, Person, Unit

    road = along.build(township)
    dossier = sent_with_a_list(road)
    unit = Unit.objects.create(
        office_id=road.office["commune"], name="Điểm tiếp nhận 2", kind="desk", valid_from=date(2020, 1, 1)
    )
    person = Person.objects.create(username="quay2", full_name="Lý Thị Mẫu")
    Membership.objects.create(person=person, unit=unit, roles=["receptionist"], valid_from=date(2020, 1, 1))
    with time.at(road.township.clock):
        services.tell_arrived(
            cmd.TellArrived(dossier_id=dossier), actor_for(person.pk, road.township.clock.date())
        )
    assert coming(road.office["commune"]) == []
    assert state(dossier).arriving is not None


def test_a_result_that_has_not_arrived_is_not_packed_and_the_parcel_is_named(township: Township) -> None:
    road = along.build(township)
    dossier = solved_for_the_commune(road)
    desk = road.who("receptionist", office="commune")
    asked = cmd.AskForPost(
        command_id=uuid4(), dossier_id=dossier, recipient="Đào Thị Mẫu", address="Tổ 3", phone="0912345678"
    )
    with time.at(road.township.clock):
        shipment = services.ask_for_post(asked, desk)
        packed = cmd.Pack(command_id=uuid4(), shipment_id=shipment.pk, parcel_number="VN1", fee=0)
        with pytest.raises(Refusal) as refused:
            services.pack(packed, desk)
        assert refused.value.params == {"name": "Đào Thị Mẫu"}
        services.tell_arrived(cmd.TellArrived(dossier_id=dossier), desk)
        services.pack(packed, desk)


def test_a_result_that_the_process_handed_over_has_left_once_the_desk_has_it(township: Township) -> None:
    road = along.build(township)
    road.go_by(
        "2.002755",
        (
            step(1, "receive"),
            step(2, "examine"),
            step(3, "sign"),
            step(4, "return", "receiving", hours=0, to=0),
        ),
    )
    dossier = road.receive("2.002755", "commune", "department")
    road.act(dossier, "accept_transfer", papers_given_by="Trần Văn Mẫu")
    for action in ("examine", "sign"):
        road.act(dossier, action)
    department = road.office["department"]
    assert [line.dossier_id for line in to_send(department)] == [dossier]
    road.act(dossier, "accept_transfer", papers_given_by="Trần Văn Mẫu")
    assert to_send(department) == []


def test_a_list_names_who_takes_it_and_is_not_empty(dispatch: Dispatch, other_desk: Any) -> None:
    dossier = dispatch.ready(returning_office_id=other_desk.pk)
    for values, code in (({"receiver": " "}, "receiver_missing"), ({"dossier_ids": ()}, "list_empty")):
        with pytest.raises(Refusal) as refused:
            _send(dispatch, other_desk, dossier, **values)
        assert refused.value.code == code


def test_who_has_not_come_is_listed_by_age_and_reminded(dispatch: Dispatch) -> None:
    first = dispatch.ready()
    dispatch.place.clock = at("2026-03-05 09:00")
    dispatch.ready()
    today = date(2026, 3, 12)
    office = dispatch.place.office_id
    lines = uncollected(office, today)
    assert [line.days for line in lines] == [10, 7]
    assert all(line.originals for line in lines)
    assert [line.dossier_id for line in uncollected(office, today, at_least=8)] == [first]
    command = cmd.Remind(command_id=uuid4(), dossier_id=first, manner="phone", said="Hẹn mai đến")
    for _ in range(2):
        dispatch.act("remind", command)
    line = uncollected(office, today)[0]
    assert line.reminders == 1
    assert line.last_reminder is not None
    dispatch.ask(first)
    assert uncollected(office, today)[0].by_post


def test_only_who_waits_is_reminded(dispatch: Dispatch) -> None:
    running = dispatch.place.receive().state.id
    for values, code in (
        ({"dossier_id": running, "manner": "phone"}, "nothing_waits"),
        ({"dossier_id": dispatch.ready(), "manner": "drum"}, "manner"),
    ):
        with pytest.raises(Refusal) as refused:
            dispatch.act("remind", cmd.Remind(command_id=uuid4(), **values))
        assert refused.value.code == code

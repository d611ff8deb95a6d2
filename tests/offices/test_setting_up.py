"""Administrators set up offices, units and people; two of them never overwrite each other."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.kernel.errors import Refusal, Stale
from motcua.offices import pages, services
from motcua.offices.actors import SYSTEM, actor_for
from motcua.offices.models import Membership, Office, Person, Unit
from motcua.offices.roles import Role
from tests.offices.conftest import PASSWORD, SINCE, TODAY, House, office_data


def test_two_administrators_change_one_office(house: House) -> None:
    house.commune.refresh_from_db()
    seen = house.commune.version
    services.edit_office(SYSTEM, house.commune.pk, seen, office_data("UBND TT Vĩnh Tuy", 4))
    with pytest.raises(Stale, match="Somebody else has changed"):
        services.edit_office(SYSTEM, house.commune.pk, seen, office_data("Thị trấn Vĩnh Tuy", 4))
    house.commune.refresh_from_db()
    assert house.commune.name == "UBND TT Vĩnh Tuy"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "  "}, "text_needed"),
        ({"name": "x" * 301}, "text_too_long"),
        ({"level": 2}, "level_wrong"),
        ({"level": 0}, "level_wrong"),
        ({"code_old": "H49"}, "identifier_wrong"),
        ({"code_new": "49.H"}, "identifier_wrong"),
        ({"code_new": "H22.32.16"}, "identifier_taken"),
    ],
)
def test_an_office_with_wrong_data_is_refused_whole(
    house: House, changes: dict[str, object], code: str
) -> None:
    values: dict[str, object] = {"name": "Xã", "short_name": "Xã", "level": 4, "level_name": "xã"} | changes
    before = Office.objects.count()
    with pytest.raises(Refusal) as refused:
        services.create_office(SYSTEM, house.province.pk, services.OfficeData(**values), SINCE)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert Office.objects.count() == before


def test_abolishing_an_office_ends_its_units_and_postings(house: House) -> None:
    person = house.person("dao", house.desk, Role.RECEPTIONIST)
    successor = services.create_office(SYSTEM, house.province.pk, office_data("Xã mới", 3), SINCE)
    house.commune.refresh_from_db()
    last = date(2026, 3, 1)
    services.abolish_office(SYSTEM, house.commune.pk, house.commune.version, last, successor.pk)
    assert set(Unit.objects.filter(office=house.commune).values_list("valid_to", flat=True)) == {last}
    assert Membership.objects.get(person=person).valid_to == last
    assert actor_for(person.pk, TODAY).grants == ()


def test_an_office_is_not_abolished_before_those_below_it(house: House) -> None:
    with pytest.raises(Refusal) as refused:
        services.abolish_office(SYSTEM, house.province.pk, house.province.version, TODAY, house.commune.pk)
    assert refused.value.code == "children_outlive"


def test_an_office_cannot_succeed_itself(house: House) -> None:
    house.commune.refresh_from_db()
    with pytest.raises(Refusal) as refused:
        services.abolish_office(SYSTEM, house.commune.pk, house.commune.version, TODAY, house.commune.pk)
    assert refused.value.code == "successor_wrong"


def test_a_field_belongs_to_one_group_of_an_office(house: House) -> None:
    with pytest.raises(Refusal) as refused:
        services.set_field_group(SYSTEM, house.commune.pk, "Khác", house.desk.pk, ["ho-tich"])
    assert refused.value.code == "field_twice"
    with pytest.raises(Refusal) as refused:
        services.close_unit(SYSTEM, house.justice.pk, house.justice.version, TODAY)
    assert refused.value.code == "unit_has_fields"


@pytest.mark.parametrize(
    ("username", "password", "code"),
    [
        ("Đào", PASSWORD, "username_wrong"),
        ("a", PASSWORD, "username_wrong"),
        ("dao", "12345678", "password_weak"),
        ("dao", "matkhau1", "password_weak"),
        ("binh", PASSWORD, "username_taken"),
    ],
)
def test_an_account_with_a_weak_password_or_a_wrong_name_is_not_made(
    house: House, username: str, password: str, code: str
) -> None:
    house.person("binh", house.desk, Role.RECEPTIONIST)
    with pytest.raises(Refusal) as refused:
        services.create_person(SYSTEM, username, services.PersonData(full_name="Nguyễn Thị Đào"), password)
    assert refused.value.code == code
    assert Person.objects.count() == 1


def test_a_person_is_posted_to_a_unit_once_at_a_time(house: House) -> None:
    person = house.person("dao", house.desk, Role.RECEPTIONIST)
    with pytest.raises(Refusal) as refused:
        services.create_membership(SYSTEM, person.pk, house.desk.pk, [Role.CLERK], TODAY)
    assert refused.value.code == "posted_already"
    with pytest.raises(Refusal) as refused:
        services.create_membership(SYSTEM, person.pk, house.clerk.pk, [], TODAY)
    assert refused.value.code == "roles_needed"


def test_the_last_administrator_cannot_lock_everybody_out(house: House) -> None:
    admin = house.actor("quantri", house.desk, Role.ADMINISTRATOR)
    posting = Membership.objects.get(person_id=admin.person_id)
    with pytest.raises(Refusal) as refused:
        services.end_membership(admin, posting.pk, posting.version, TODAY)
    assert refused.value.code == "last_administrator"
    with pytest.raises(Refusal):
        services.change_membership(admin, posting.pk, posting.version, [Role.CLERK])
    house.person("khac", house.desk, Role.ADMINISTRATOR)
    services.end_membership(admin, posting.pk, posting.version, TODAY)


def test_the_board_shows_what_the_law_wants_posted(house: House) -> None:
    board = pages.office_board(house.commune.pk, TODAY)
    assert set(board.missing) == {"address", "hours", "hotline", "head", "officers"}
    house.commune.refresh_from_db()
    services.edit_public_notice(
        SYSTEM,
        house.commune.pk,
        house.commune.version,
        address="Tổ 3, thị trấn Vĩnh Tuy",
        hours="Thứ 2 đến thứ 6, 07:30–11:30 và 13:30–17:30",
        hotline="0219 3 822 000",
    )
    post = services.create_post(SYSTEM, house.desk.pk, "Tư pháp - Hộ tịch", "Khai sinh, khai tử, kết hôn")
    house.person("truong", house.desk, Role.DESK_HEAD)
    house.person("dao", house.desk, Role.RECEPTIONIST, on_duty=True, post_id=post.pk)
    house.person("chin", house.desk, Role.RECEPTIONIST)
    board = pages.office_board(house.commune.pk, TODAY)
    assert board.missing == ()
    assert [head.name for head in board.head] == ["Nguyễn Văn Truong"]
    assert [(officer.name, officer.post, officer.duties) for officer in board.officers] == [
        ("Nguyễn Văn Dao", "Tư pháp - Hộ tịch", "Khai sinh, khai tử, kết hôn")
    ]
    assert list(pages.public_offices(TODAY)) == [house.commune]


def test_the_tree_and_the_lists_show_what_one_administers(house: House) -> None:
    admin = house.actor("quantri", house.desk, Role.ADMINISTRATOR)
    lines = pages.office_tree(SYSTEM, TODAY)
    assert [(line.office.pk, line.depth) for line in lines] == [(house.province.pk, 0), (house.commune.pk, 1)]
    assert [(line.office.pk, line.may_change) for line in pages.office_tree(admin, TODAY)] == [
        (house.commune.pk, True)
    ]
    assert [person.username for person in pages.people(admin)] == ["quantri"]
    page = pages.office_page(admin, house.commune.pk, TODAY)
    assert page.may_change
    assert {unit.unit.pk for unit in page.units} == {
        house.desk.pk,
        house.justice.pk,
        house.leadership.pk,
        house.clerk.pk,
    }
    with pytest.raises(Refusal, match="no such office"):
        pages.office_page(admin, house.province.pk, TODAY)

"""Rights come from postings and delegations in force, and from nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.errors import Refusal
from motcua.offices import queries, services
from motcua.offices.actors import NOBODY, SYSTEM, Actor, Grant, actor_for, is_within, uppermost
from motcua.offices.models import Membership
from motcua.offices.roles import Role, UnitKind
from tests.offices.conftest import SINCE, TODAY, House, office_data

PATHS = st.lists(st.integers(1, 12), min_size=1, max_size=4).map(lambda parts: ".".join(map(str, parts)))


def test_one_statement_reads_everything_somebody_may_do(house: House, django_assert_num_queries: Any) -> None:
    officer = house.person("dao", house.justice, Role.CASE_OFFICER, Role.HEAD_OF_UNIT)
    with django_assert_num_queries(1):
        actor = actor_for(officer.pk, TODAY)
    assert actor.name == "Nguyễn Văn Dao"
    assert actor.roles == {Role.CASE_OFFICER, Role.HEAD_OF_UNIT}
    assert actor.has(Role.CASE_OFFICER, house.justice.pk)
    assert actor.has("case_officer")
    assert not actor.has(Role.CASE_OFFICER, house.desk.pk)
    assert not actor.has(Role.SIGNING_LEADER)
    assert actor.units() == {house.justice.pk}
    assert actor.offices() == {house.commune.pk}
    assert actor.may_see_office(house.commune.path)
    assert not actor.may_see_office(house.province.path)


def test_a_posting_counts_from_its_first_to_its_last_day(house: House) -> None:
    person = house.person("dao", house.desk, Role.RECEPTIONIST, valid_to=date(2026, 3, 2))
    for day, holds in ((date(2019, 12, 31), False), (SINCE, True), (TODAY, True), (date(2026, 3, 3), False)):
        assert actor_for(person.pk, day).has(Role.RECEPTIONIST) is holds, day


def test_a_closed_account_and_a_stranger_have_no_rights(house: House) -> None:
    person = house.person("dao", house.desk, Role.RECEPTIONIST)
    services.deactivate_person(SYSTEM, person.pk, person.version)
    assert actor_for(person.pk, TODAY).grants == ()
    assert actor_for(999_999, TODAY).grants == ()
    assert not NOBODY.has_any(list(Role))


def test_an_abolished_unit_gives_no_rights(house: House) -> None:
    person = house.person("dao", house.leadership, Role.SIGNING_LEADER)
    services.close_unit(SYSTEM, house.leadership.pk, house.leadership.version, date(2026, 2, 27))
    assert not actor_for(person.pk, TODAY).has(Role.SIGNING_LEADER)
    assert actor_for(person.pk, date(2026, 2, 27)).has(Role.SIGNING_LEADER)


def delegate(house: House, giver: int, receiver: int, last: date = date(2026, 3, 31)) -> None:
    services.delegate(
        SYSTEM,
        giver,
        receiver,
        unit_id=house.leadership.pk,
        role=Role.SIGNING_LEADER,
        decision_number="12/QĐ-UBND",
        valid_from=date(2026, 3, 1),
        valid_to=last,
    )


def test_a_deputy_signs_in_the_place_of_the_leader_between_two_dates(house: House) -> None:
    leader = house.person("binh", house.leadership, Role.SIGNING_LEADER)
    deputy = house.person("chi", house.justice, Role.CASE_OFFICER)
    delegate(house, leader.pk, deputy.pk)
    actor = actor_for(deputy.pk, TODAY)
    assert actor.has(Role.SIGNING_LEADER, house.leadership.pk)
    givers = {grant.role: grant.giver_id for grant in actor.grants}
    assert givers == {Role.SIGNING_LEADER: leader.pk, Role.CASE_OFFICER: None}
    assert not actor_for(deputy.pk, date(2026, 4, 1)).has(Role.SIGNING_LEADER)
    names = [member.name for member in queries.unit_members(house.leadership.pk, Role.SIGNING_LEADER, TODAY)]
    assert names == ["Nguyễn Văn Binh", "Nguyễn Văn Chi"]


def test_a_delegation_ends_with_the_right_of_the_one_who_gave_it(house: House) -> None:
    leader = house.person("binh", house.leadership, Role.SIGNING_LEADER)
    deputy = house.person("chi", house.justice, Role.CASE_OFFICER)
    delegate(house, leader.pk, deputy.pk)
    posting = Membership.objects.get(person=leader)
    services.end_membership(SYSTEM, posting.pk, posting.version, date(2026, 3, 1))
    assert not actor_for(deputy.pk, TODAY).has(Role.SIGNING_LEADER)


def test_nobody_delegates_what_they_do_not_hold(house: House) -> None:
    officer = house.person("binh", house.justice, Role.CASE_OFFICER)
    other = house.person("chi", house.justice, Role.CASE_OFFICER)
    with pytest.raises(Refusal) as refused:
        delegate(house, officer.pk, other.pk)
    assert refused.value.code == "giver_has_no_role"


def test_a_supervisor_of_the_province_sees_the_commune_and_not_the_other_way(house: House) -> None:
    unit = services.create_unit(SYSTEM, house.province.pk, "Văn phòng", UnitKind.LEADERSHIP, valid_from=SINCE)
    above = house.actor("tren", unit, Role.SUPERVISOR)
    below = house.actor("duoi", house.desk, Role.SUPERVISOR)
    assert above.may_see_office(house.commune.path)
    assert not below.may_see_office(house.province.path)
    assert set(queries.offices_of(above, TODAY)) == {house.province, house.commune}
    assert set(queries.offices_of(below, TODAY)) == {house.commune}
    assert not above.administers(house.commune.path)


def test_an_administrator_rules_only_their_own_subtree(house: House) -> None:
    other = services.create_office(SYSTEM, house.province.pk, office_data("UBND xã Quang Minh", 4), SINCE)
    admin = house.actor("quantri", house.desk, Role.ADMINISTRATOR)
    services.create_unit(admin, house.commune.pk, "Tổ công tác", UnitKind.DIVISION, valid_from=SINCE)
    for act in (
        lambda: services.create_unit(admin, other.pk, "Tổ", UnitKind.DIVISION, valid_from=SINCE),
        lambda: services.edit_office(admin, house.province.pk, house.province.version, office_data("Tôi", 2)),
        lambda: services.create_office(admin, None, office_data("Nước tôi", 1), SINCE),
        lambda: services.abolish_office(admin, house.commune.pk, house.commune.version, TODAY, other.pk),
    ):
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.status == 403


def test_a_commune_administrator_cannot_take_over_the_account_of_the_province(house: House) -> None:
    office = services.create_unit(
        SYSTEM, house.province.pk, "Văn phòng", UnitKind.LEADERSHIP, valid_from=SINCE
    )
    chief = house.person("tinh", office, Role.ADMINISTRATOR)
    admin = house.actor("quantri", house.desk, Role.ADMINISTRATOR)
    services.create_membership(admin, chief.pk, house.desk.pk, [Role.CLERK], SINCE)
    with pytest.raises(Refusal) as refused:
        services.set_password(admin, chief.pk, "mật khẩu mới của tôi")
    assert refused.value.status == 403


@given(PATHS, PATHS)
def test_a_path_lies_within_another_when_the_offices_above_agree(path: str, top: str) -> None:
    assert is_within(path, top) == (path.split(".")[: top.count(".") + 1] == top.split("."))


@given(st.lists(PATHS, max_size=8), PATHS)
def test_the_uppermost_paths_cover_the_same_offices(paths: list[str], office: str) -> None:
    kept = uppermost(paths)
    assert any(is_within(office, top) for top in kept) == any(is_within(office, top) for top in paths)
    assert not any(is_within(one, other) for one in kept for other in kept if one != other)


@given(st.lists(st.tuples(st.sampled_from(list(Role)), PATHS), max_size=5), PATHS)
def test_who_may_see_an_office_is_said_by_role_and_path_alone(
    held: list[tuple[Role, str]], office: str
) -> None:
    actor = Actor(1, "x", tuple(Grant(role, 1, 1, path) for role, path in held))
    expected = any(
        path == office or (role in {Role.SUPERVISOR, Role.ADMINISTRATOR} and is_within(office, path))
        for role, path in held
    )
    assert actor.may_see_office(office) == expected

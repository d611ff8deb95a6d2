"""Whose turn it is: the assigned officer, a colleague who takes over, the head who gives it to another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from motcua.dossiers import commands as cmd
from motcua.dossiers.checks import check_may_reassign
from motcua.dossiers.models import Task
from motcua.dossiers.state import DossierState
from motcua.offices.actors import SYSTEM
from motcua.offices.models import Membership, Unit
from motcua.offices.services import PersonData, create_membership, create_person
from tests.dossiers.saying import complete, known, nothing_broken, person, refused, state, types_of
from tests.township import Township, at


def reassign(found: DossierState, to: int, reason: str = "Nghỉ phép") -> cmd.ReassignTask:
    return cmd.ReassignTask(**known(found.id), task_id=found.tasks[0].id, assignee_id=to, reason=reason)


def colleague(unit: str = "Tư pháp - Hộ tịch", role: str = "case_officer") -> str:
    """A second person in a unit, since 2016."""
    username = f"dongnghiep{Membership.objects.count()}"
    made = create_person(SYSTEM, username, PersonData(full_name="Ngô Văn Mẫu Nam"), "ba từ dài xanh 7")
    create_membership(SYSTEM, made.pk, Unit.objects.get(name=unit).pk, [role], date(2016, 1, 1))
    return username


def assigned(township: Township) -> UUID:
    """A dossier that Bình, who keeps civil status, has to examine."""
    dossier = township.receive().dossier_id
    township.execute(complete(dossier, assignee_id=person(township, "hotich")), "phochutich")
    return dossier


def test_only_the_assigned_officer_examines(township: Township) -> None:
    dossier, other = assigned(township), colleague()
    assert state(dossier).case_officer_id == person(township, "hotich")
    with refused("assigned_to_another"):
        township.execute(complete(dossier), other)
    township.execute(complete(dossier), "hotich")
    assert state(dossier).tasks[0].action == "review"


def test_without_a_name_any_officer_of_the_unit_may_examine_and_no_other(township: Township) -> None:
    dossier = township.receive().dossier_id
    township.execute(complete(dossier), "phochutich")
    for username in ("diachinh", "laodong", "phochutich", "chutich", "giamsat", "quantri"):
        with refused("wrong_role"):
            township.execute(complete(dossier), username)
    township.execute(complete(dossier), "hotich")


def test_the_assignment_goes_to_a_case_officer_of_the_unit(township: Township) -> None:
    dossier = township.receive().dossier_id
    for username in ("diachinh", "chutich", "vanthu"):
        with refused("assignee_unfit"):
            township.execute(complete(dossier, assignee_id=person(township, username)), "phochutich")
    assert types_of(dossier) == ["received"]


def test_who_has_left_the_post_acts_no_more(township: Township) -> None:
    dossier = assigned(township)
    Membership.objects.filter(person__username="hotich").update(valid_to=at("2026-02-28 00:00").date())
    with refused("wrong_role"):
        township.execute(complete(dossier), "hotich")


def test_the_head_gives_the_task_to_another_and_says_why(township: Township) -> None:
    dossier, other = assigned(township), colleague()
    to = person(township, other)
    with refused("may_not_reassign"):
        township.execute(reassign(state(dossier), to), "diachinh")
    with refused("reason_needed"):
        township.execute(reassign(state(dossier), to, " "), "phochutich")
    with refused("assignee_unfit"):
        township.execute(reassign(state(dossier), person(township, "laodong")), "phochutich")
    township.execute(reassign(state(dossier), to), "phochutich")
    with refused("same_person"):
        township.execute(reassign(state(dossier), to), "phochutich")
    with refused("assigned_to_another"):
        township.execute(complete(dossier), "hotich")
    township.execute(complete(dossier), other)
    assert nothing_broken()


def test_a_colleague_with_the_same_role_takes_over(township: Township) -> None:
    dossier, other = assigned(township), colleague()
    township.execute(reassign(state(dossier), person(township, other), "Anh Bình đi học"), other)
    assert Task.objects.get(dossier=dossier, closed_at=None).assignee_id == person(township, other)
    with refused("may_not_reassign"):
        township.execute(reassign(state(dossier), person(township, "diachinh")), "diachinh")


def test_the_desk_head_reassigns_only_what_the_own_desk_received(township: Township) -> None:
    dossier, other = assigned(township), colleague()
    found, to = state(dossier), person(township, other)
    township.execute(reassign(found, to), "tiepnhan")
    foreign = township.actor("tiepnhan")
    foreign = replace(
        foreign, grants=tuple(replace(grant, unit_id=grant.unit_id + 1000) for grant in foreign.grants)
    )
    with refused("may_not_reassign"):
        check_may_reassign(foreign, found.tasks[0], to, found.units)

"""Never stranded: every open dossier has an owner, a next step and a due date, or somebody is told."""

from __future__ import annotations

import pytest

from motcua.dossiers import commands as cmd
from motcua.dossiers.models import Dossier, Task
from motcua.dossiers.status import Status
from motcua.dossiers.stranded import Reason, stranded
from motcua.dossiers.tasks import close_unsupplemented
from motcua.kernel import time
from motcua.offices.models import Membership
from tests.dossiers.saying import state
from tests.dossiers.test_legal_life import ITEM, do, examined, sound
from tests.township import Township, at


def reasons(township: Township) -> list[Reason]:
    with time.at(township.clock):
        return [item.reason for item in stranded(township.actor("chutich"), township.clock)]


def test_a_dossier_on_its_way_is_not_stranded(township: Township) -> None:
    dossier = examined(township)
    township.receive("LOCAL-DATDAI-CHUYENNHUONG")
    assert reasons(township) == []
    do(township, "hotich", cmd.PauseDossier, dossier, ground="suspended", legal_basis="Luật")
    assert reasons(township) == []  # it waits for a paper and somebody watches it
    finished = examined(township)
    township.run_until(finished, "return")
    assert reasons(township) == []


def test_the_clock_closes_what_no_applicant_completed(township: Township) -> None:
    dossier = examined(township)
    do(township, "hotich", cmd.RequestSupplement, dossier, "03-03 10:00", items=(ITEM,))
    do(township, "tiepnhan", cmd.DeliverSupplementRequest, dossier, "03-03 14:00", manner="điện thoại")
    with time.at(at("2026-03-24 17:30")):
        close_unsupplemented(0)
    assert state(dossier).status == Status.SUPPLEMENT_IN_PROCESSING  # until the last minute
    township.clock = at("2026-03-25 07:30")
    assert reasons(township) == [Reason.WAIT_OVER]
    with time.at(township.clock):
        close_unsupplemented(0)
        close_unsupplemented(0)
    assert state(dossier).status == Status.CLOSED_NO_SUPPLEMENT
    assert reasons(township) == []
    sound(dossier)


def test_a_step_of_somebody_who_left_is_told(township: Township) -> None:
    dossier = examined(township)
    officer = township.actor("hotich").person_id
    Membership.objects.filter(person_id=officer).update(valid_to=at("2026-03-01 00:00").date())
    with time.at(township.clock):
        found = stranded(township.actor("chutich"), township.clock)
    assert [(item.dossier_id, item.reason) for item in found] == [(dossier, Reason.NO_OWNER)]
    assert found[0].step == state(dossier).tasks[0].name


def test_a_step_for_a_role_that_nobody_holds_is_told(township: Township) -> None:
    township.receive()
    Membership.objects.filter(roles__contains=["head_of_unit"]).update(roles=["supervisor"])
    assert reasons(township) == [Reason.NO_OWNER]


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda: Task.objects.update(closed_at=at("2026-03-02 10:00")), Reason.NO_STEP),
        (lambda: Dossier.objects.update(due_at=None), Reason.NO_DUE),
    ],
)
def test_what_should_never_happen_is_found_all_the_same(
    township: Township, damage: object, reason: Reason
) -> None:
    examined(township)
    damage()  # type: ignore[operator]
    assert reasons(township) == [reason]


def test_a_result_that_nobody_hands_over_is_told(township: Township) -> None:
    dossier = examined(township)
    township.run_until(dossier, "return")
    Task.objects.filter(dossier=dossier).update(closed_at=at("2026-03-02 12:00"))
    assert reasons(township) == [Reason.NOBODY_RETURNS]


def test_another_office_reads_nothing_of_it(township: Township) -> None:
    from motcua.offices.actors import Actor

    examined(township)
    Task.objects.update(closed_at=at("2026-03-02 10:00"))
    with time.at(township.clock):
        assert stranded(Actor(10**6, "Người ngoài"), township.clock) == ()

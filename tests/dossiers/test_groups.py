"""Groups handed in together: one visit, several results, a part that follows waits for the one before."""

from __future__ import annotations

import doctest
from uuid import UUID, uuid4

import pytest

from motcua.dossiers import commands as cmd
from motcua.dossiers import group_due
from motcua.dossiers.attribution import Holder, held
from motcua.dossiers.groups import Part, group_page, receive_group
from motcua.dossiers.ledger import entries
from motcua.dossiers.queries import dossier_page
from motcua.dossiers.state import DossierState
from motcua.dossiers.status import Status
from motcua.kernel import time
from tests.dossiers.saying import known, nothing_broken, refused, state, types_of
from tests.township import Township, at

# 3 + 3 + 10 working days, as the karaoke group has them (NĐ 297/2025 Art 6(2)).
THREE = ("1.004873", "1.004837", "2.000282")
MONDAY = at("2026-03-02 08:00")


def hand_in(township: Township, *after: int | None, group: UUID | None = None) -> list[UUID]:
    """The three parts in one go; `after` says which follows which."""
    township.clock = MONDAY
    parts = [Part(township.intake(code), follows) for code, follows in zip(THREE, after, strict=True)]
    with time.at(MONDAY):
        outcomes = receive_group(group or uuid4(), parts, township.actor("tiepnhan"))
    return [outcome.dossier_id for outcome in outcomes]


def approve(township: Township, dossier: UUID, when: str) -> None:
    """All steps up to the result, at that time."""
    township.clock = at(when)
    township.run_until(dossier, "return")


def due_of(township: Township, dossier: UUID) -> object:
    group = state(dossier).group
    assert group is not None
    return group_page(group.id, township.actor("tiepnhan")).due_at


def test_in_sequence_the_whole_is_due_after_sixteen_working_days(township: Township) -> None:
    first, second, third = hand_in(township, None, 1, 2)
    assert state(first).waiting is None
    for dossier in (second, third):
        found = state(dossier)
        assert found.waiting is not None
        assert (found.waiting.kind, found.due_at, found.status) == (
            "earlier_part",
            None,
            Status.IN_PROCESSING,
        )
    assert due_of(township, first) == at("2026-03-24 08:00")
    assert nothing_broken()


def test_the_next_part_begins_when_the_one_before_is_approved_with_its_whole_time(township: Township) -> None:
    first, second, third = hand_in(township, None, 1, 2)
    approve(township, first, "2026-03-03 10:00")
    found = state(second)
    assert found.waiting is None
    assert found.due_at == at("2026-03-06 10:00"), "three working days from the third of March"
    assert state(third).waiting is not None, "the third waits for the second"
    assert due_of(township, first) == at("2026-03-20 10:00"), "what was saved is not wasted"
    approve(township, second, "2026-03-04 10:00")
    assert state(third).due_at == at("2026-03-18 10:00")
    assert nothing_broken()


def test_a_refused_part_stops_the_later_ones(township: Township) -> None:
    first, second, third = hand_in(township, None, 1, 2)
    township.clock = at("2026-03-03 10:00")
    township.run_until(first, "sign")
    township.step(first, decision=cmd.Decision.REFUSED, reason="Không đủ điều kiện", legal_basis="Luật mẫu")
    township.run_until(first, "return")
    for dossier in (second, third):
        found = state(dossier)
        assert (found.status, found.tasks) == (Status.STOPPED, ())
        assert types_of(dossier)[-1] == "stopped"
    assert state(first).status is Status.REFUSED_AFTER_APPRAISAL
    assert nothing_broken()


def test_a_withdrawn_part_stops_the_later_ones_too(township: Township) -> None:
    first, second, third = hand_in(township, None, 1, 1)
    township.execute(
        cmd.WithdrawDossier(**known(first), reason="Không cần nữa", requested_by="counter"), "tiepnhan"
    )
    assert {state(dossier).status for dossier in (second, third)} == {Status.STOPPED}


def test_parts_that_follow_none_run_side_by_side_and_the_latest_is_the_groups(township: Township) -> None:
    first, second, third = hand_in(township, None, None, None)
    assert all(state(dossier).waiting is None for dossier in (first, second, third))
    assert due_of(township, first) == state(third).due_at == at("2026-03-16 08:00")
    approve(township, first, "2026-03-03 10:00")
    assert state(second).due_at == at("2026-03-05 08:00"), "the others go on as they were"


def test_handed_in_twice_by_a_second_click_it_is_received_once(township: Township) -> None:
    group = uuid4()
    assert hand_in(township, None, 1, 2, group=group) == hand_in(township, None, 1, 2, group=group)
    with time.at(MONDAY):
        assert len(group_page(group, township.actor("tiepnhan")).parts) == 3


def test_if_one_part_cannot_be_received_none_is(township: Township) -> None:
    group = uuid4()
    parts = [Part(township.intake(THREE[0])), Part(township.intake(THREE[1], document_sets=0), 1)]
    with time.at(MONDAY), refused("sets_needed"):
        receive_group(group, parts, township.actor("tiepnhan"))
    assert group_page(group, township.actor("tiepnhan")).parts == ()


def test_a_part_follows_only_one_that_stands_before_it(township: Township) -> None:
    for after in ((1, None), (None, 2), (None, 3)):
        parts = [Part(township.intake(code), follows) for code, follows in zip(THREE, after, strict=False)]
        with time.at(MONDAY), refused("group_unfit"):
            receive_group(uuid4(), parts, township.actor("tiepnhan"))


def test_nobody_but_the_program_begins_a_part(township: Township) -> None:
    _first, second, _third = hand_in(township, None, 1, 2)
    for command in (cmd.StartPart(**known(second), earlier="x"), cmd.StopPart(**known(second), earlier="x")):
        with refused("system_only"):
            township.execute(command, "chutich")
    with refused("not_paused"):
        township.execute(cmd.ResumeDossier(**known(second), proof="x"), "phochutich")


def test_the_time_of_waiting_is_charged_to_nobody_in_the_office(township: Township) -> None:
    first, second, _third = hand_in(township, None, 1, 2)
    approve(township, first, "2026-03-03 10:00")
    stretches = held(entries(second), DossierState(id=second), {}, at("2026-03-04 08:00"))
    waited = [stretch for stretch in stretches if stretch.holder == Holder(outside="earlier_part")]
    assert [(stretch.start, stretch.end) for stretch in waited] == [(MONDAY, at("2026-03-03 10:00"))]


def test_every_part_shows_the_whole_group(township: Township) -> None:
    first, second, third = hand_in(township, None, 1, 2)
    with time.at(MONDAY):
        shown = dossier_page(second, township.actor("tiepnhan")).group
    assert shown is not None
    assert [(part.id, part.number, part.waits) for part in shown.parts] == [
        (first, 1, False),
        (second, 2, True),
        (third, 3, True),
    ]
    assert all(part.code for part in shown.parts)


def test_the_example_in_the_text_is_true() -> None:
    assert doctest.testmod(group_due).failed == 0


@pytest.mark.parametrize("username", ["tiepnhan", "phochutich"])
def test_the_pages_show_it(township: Township, username: str) -> None:
    from django.test import Client

    from motcua.offices.models import Person

    _first, second, _third = hand_in(township, None, 1, 2)
    browser = Client()
    browser.force_login(Person.objects.get(username=username))
    with time.at(MONDAY):
        answer = browser.get(f"/desk/dossiers/{second}/")
        assert answer.status_code == 200
        assert "08:00, 24/03/2026" in answer.content.decode()

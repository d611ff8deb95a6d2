"""From desk to signature: whose turn it is, what goes back, and the one decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from motcua.dossiers import commands as cmd
from motcua.dossiers import ledger
from motcua.dossiers.lifecycle import decide as law
from motcua.dossiers.models import Task
from motcua.dossiers.state import DossierState
from motcua.dossiers.status import Decision, Status
from motcua.kernel import time
from tests.dossiers.saying import (
    complete,
    decide,
    known,
    nothing_broken,
    person,
    refused,
    state,
    types_of,
)
from tests.dossiers.test_whose_turn import assigned, colleague, reassign
from tests.township import Township, at


def send_back(found: DossierState, to: str, reason: str = "Thiếu xác minh") -> cmd.SendBack:
    return cmd.SendBack(**known(found.id), task_id=found.tasks[0].id, to_element=to, reason=reason)


def at_signing(township: Township) -> UUID:
    dossier = township.receive().dossier_id
    township.run_until(dossier, "sign")
    return dossier


def test_the_whole_plain_way_is_seven_steps_and_seven_events(township: Township) -> None:
    dossier = township.receive().dossier_id
    seen = []
    while tasks := state(dossier).tasks:
        seen.append((tasks[0].action, tasks[0].role))
        township.clock += timedelta(hours=1)
        township.step(dossier)
    assert seen == [
        ("assign", "head_of_unit"),
        ("examine", "case_officer"),
        ("review", "head_of_unit"),
        ("sign", "signing_leader"),
        ("clerk", "clerk"),
        ("return", "receptionist"),
    ]
    assert types_of(dossier) == [
        "received",
        *["step_completed"] * 3,
        "decided",
        "step_completed",
        "handed_over",
    ]
    found = state(dossier)
    assert (found.status, found.decision, found.result_number) == (
        Status.RETURNED,
        Decision.APPROVED,
        "01/KQ",
    )
    assert found.finished_at is not None
    assert found.returned_at is not None
    assert found.finished_at < found.returned_at  # lateness ends with the result, not when it is fetched
    assert nothing_broken()


def test_what_is_sent_back_says_why_and_returns_to_the_same_officer(township: Township) -> None:
    dossier = assigned(township)
    township.execute(complete(dossier, note="Đủ điều kiện"), "hotich")
    found = state(dossier)
    assert found.tasks[0].action == "review"
    earlier = dict(route(found).earlier_steps(found.tasks[0].element))
    assert "return" not in earlier
    examine = next(step for step, name in earlier.items() if "Thẩm định" in name)
    with refused("reason_needed"):
        township.execute(send_back(found, examine, ""), "phochutich")
    with refused("no_earlier_step"):
        township.execute(send_back(found, found.tasks[0].element), "phochutich")
    with refused("wrong_role"):
        township.execute(send_back(found, examine), "hotich")
    township.execute(send_back(found, examine), "phochutich")
    again = state(dossier).tasks[0]
    assert (again.action, again.assignee_id) == ("examine", person(township, "hotich"))
    assert Task.objects.filter(dossier=dossier, outcome="sent_back").count() == 1
    township.execute(complete(dossier, note="Đã xác minh"), "hotich")
    assert state(dossier).tasks[0].action == "review"
    assert state(dossier).due_at == found.due_at  # going back gives no more time
    assert nothing_broken()


def route(found: DossierState) -> object:
    from motcua.dossiers.engine_route import route_of

    assert found.process_version_id is not None
    return route_of(found.process_version_id)


def test_a_dossier_may_go_back_many_times_and_stays_whole(township: Township) -> None:
    dossier = assigned(township)
    for _ in range(12):
        township.execute(complete(dossier), "hotich")
        found = state(dossier)
        back = route(found).earlier_steps(found.tasks[0].element)[-1][0]  # type: ignore[attr-defined]
        township.execute(send_back(found, back), "phochutich")
    assert state(dossier).version == 26
    assert Task.objects.filter(dossier=dossier, closed_at=None).count() == 1
    assert nothing_broken()


def test_a_step_that_decides_is_not_just_ticked_off(township: Township) -> None:
    dossier = at_signing(township)
    with refused("decision_needed"):
        township.execute(complete(dossier), "chutich")
    with refused("wrong_role"):
        township.execute(decide(dossier), "vanthu")
    township.execute(decide(dossier), "phochutich")  # who deputises holds the role, too
    assert state(dossier).decision == Decision.APPROVED


def test_no_other_step_decides(township: Township) -> None:
    dossier = assigned(township)
    with refused("no_decision_here"):
        township.execute(decide(dossier), "hotich")


def test_a_refusal_needs_its_reason_and_reaches_the_citizen(township: Township) -> None:
    dossier = at_signing(township)
    with refused("reason_needed"):
        township.execute(decide(dossier, decision=Decision.REFUSED, reason=" "), "chutich")
    township.execute(
        decide(dossier, decision=Decision.REFUSED, reason="Đang có vợ", legal_basis="Điều 21"), "chutich"
    )
    township.run_until(dossier, "return")
    assert state(dossier).status == Status.REFUSED_AFTER_APPRAISAL
    assert state(dossier).finished_at is not None
    township.step(dossier)
    assert state(dossier).status == Status.RETURNED
    assert state(dossier).decision == Decision.REFUSED


def test_a_dossier_is_decided_once(township: Township) -> None:
    dossier = at_signing(township)
    first = state(dossier)
    township.execute(decide(dossier), "chutich")
    late = cmd.DecideDossier(
        **known(dossier), task_id=first.tasks[0].id, decision=Decision.REFUSED, reason="Không đủ"
    )
    with refused("already_decided"):
        township.execute(late, "phochutich")
    with refused("already_decided"):
        back = dict(route(first).earlier_steps(first.tasks[0].element))  # type: ignore[attr-defined]
        township.execute(send_back(state(dossier), next(iter(back))), "vanthu")
    assert state(dossier).decision == Decision.APPROVED


def test_a_decision_on_an_old_page_is_refused_and_says_so(township: Township) -> None:
    dossier = at_signing(township)
    seen = state(dossier).version
    township.execute(
        cmd.AddPaper(**known(dossier), paper=cmd.Paper(id=uuid4(), name="Công văn", kind="processing")),
        "hotich",
    )
    command = replace(decide(dossier), expected_version=seen)
    with refused("stale", 409) as said:
        township.execute(command, "chutich")
    assert said[0].params == {"seen": seen, "now": seen + 1}
    township.execute(replace(command, expected_version=seen + 1), "chutich")


def test_a_step_done_by_somebody_else_meanwhile_is_told(township: Township) -> None:
    dossier = assigned(township)
    command = complete(dossier)
    township.execute(complete(dossier), "hotich")
    with refused("task_closed", 409):
        township.execute(command, "hotich")


@pytest.mark.parametrize("kind", ["complete", "decide", "send_back", "reassign"])
def test_the_same_click_twice_does_it_once(township: Township, kind: str) -> None:
    dossier = at_signing(township) if kind in ("decide", "send_back") else assigned(township)
    found = state(dossier)
    who = "chutich" if kind in ("decide", "send_back") else "hotich"
    command: cmd.Command = complete(dossier)
    if kind == "decide":
        command = decide(dossier)
    elif kind == "send_back":
        command = send_back(found, route(found).earlier_steps(found.tasks[0].element)[-1][0])  # type: ignore[attr-defined]
    elif kind == "reassign":
        who = "phochutich"
        command = reassign(found, person(township, colleague()))
    first = township.execute(command, who)
    again = township.execute(command, who)
    assert not first.repeated
    assert again.repeated
    assert again.version == first.version
    assert len(ledger.entries(dossier)) == first.version


def test_nobody_plays_the_clock(township: Township) -> None:
    dossier = assigned(township)
    for command in (
        cmd.FireTimers(**known(dossier)),
        cmd.RecomputeDue(**known(dossier), decision_number="1/QĐ-UBND"),
    ):
        with refused("system_only", 403):
            township.execute(command, "quantri")


def test_answers_for_the_process_are_texts_numbers_or_yes_and_no(township: Township) -> None:
    dossier = assigned(township)
    for wrong in ({"area": 1.5}, {"area": [1]}, {"area": None}):
        with refused("variable_unfit"):
            township.execute(complete(dossier, variables=wrong), "hotich")


def test_an_office_cannot_answer_for_the_signature(township: Township) -> None:
    dossier = assigned(township)
    for name in ("decision", "procedure", "channel"):
        with refused("variable_reserved"):
            township.execute(complete(dossier, variables={name: "approved"}), "hotich")


def test_the_way_shows_every_step_with_its_times_and_what_was_sent_back(township: Township) -> None:
    from motcua.dossiers.page import StepState
    from motcua.dossiers.queries import dossier_page

    dossier = assigned(township)
    township.clock += timedelta(hours=2)
    township.execute(complete(dossier), "hotich")
    found = state(dossier)
    township.execute(
        send_back(found, route(found).earlier_steps(found.tasks[0].element)[-1][0]),  # type: ignore[attr-defined]
        "phochutich",
    )
    with time.at(township.clock):
        way = dossier_page(dossier, township.actor("hotich")).way
    assert [step.state for step in way] == [
        StepState.DONE,
        StepState.DONE,
        StepState.SENT_BACK,
        StepState.CURRENT,
    ]
    assert [step.opened_at for step in way] == [
        at("2026-03-02 09:00"),
        at("2026-03-02 09:00"),
        at("2026-03-02 11:00"),
        at("2026-03-02 11:00"),
    ]
    assert [bool(step.closed_at) for step in way] == [True, True, True, False]


def test_the_law_is_a_pure_function(township: Township) -> None:
    dossier = assigned(township)
    found = state(dossier)
    with refused("unknown_dossier"):
        law(DossierState(id=dossier), complete(dossier), None)  # type: ignore[arg-type]
    assert state(dossier) == found

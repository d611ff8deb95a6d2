"""The ledger in plain words, and the acts that the page offers."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.utils import translation

from motcua.dossiers import actions as acting
from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers import ledger
from motcua.dossiers.actions import Act
from motcua.dossiers.engine_route import route_of
from motcua.dossiers.history import Names, sentence
from motcua.dossiers.queries import dossier_page, due_explanation
from motcua.dossiers.status import Decision
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from tests.township import Township


def _page(township: Township, dossier_id: Any, username: str = "chutich") -> Any:
    with time.at(township.clock), translation.override("en"):
        return dossier_page(dossier_id, township.actor(username))


def test_every_event_is_one_sentence_with_who_and_when(township: Township) -> None:
    state = township.receive("1.000656").state
    township.run_until(state.id, "assign")
    officer = township.actor("hotich").person_id
    township.step(state.id, assignee_id=officer)
    township.step(state.id, username="hotich", note="Đủ điều kiện")
    township.run_until(state.id, "sign")
    township.step(state.id, decision=Decision.REFUSED, reason="Không đúng đối tượng", legal_basis="Điều 9")
    township.run_until(state.id, "return")
    township.step(
        state.id, collector=cmd.AuthorisedPerson("Lê Mẫu", "0", "Giấy ủy quyền số 3"), receipt_shown=False
    )
    lines = _page(township, state.id).history
    texts = [line.text for line in lines]
    assert texts[0].startswith(f"Received the dossier as {state.code}")
    assert any("and gave the dossier to Trần Văn Mẫu Bình." in text for text in texts)
    assert any(text.startswith("Refused the dossier at") for text in texts)
    assert any("the result has the number 01/KQ" in text for text in texts)
    assert texts[-1] == "Handed the result over to Lê Mẫu, authorised by: Giấy ủy quyền số 3."
    refused = next(line for line in lines if line.type == "decided")
    assert refused.note == "Không đúng đối tượng. Legal basis: Điều 9."
    assert refused.who == "Đặng Văn Mẫu Hải"
    assert [line.seq for line in lines] == list(range(1, len(lines) + 1))
    assert lines[-1].note == "The receipt was not shown."


def test_what_is_told_names_who_acts_next(township: Township) -> None:
    state = township.receive("1.000656").state
    line = _page(township, state.id).history[0]
    assert "Tư pháp - Hộ tịch" in line.then


def test_a_kind_of_event_nobody_has_told_yet_still_reads(township: Township) -> None:
    class Moved(ev.Event):
        type = "moved_to_the_archive"

    assert sentence(Moved(), None, Names()) == "Moved to the archive."  # type: ignore[arg-type]


def test_the_way_keeps_a_step_that_was_sent_back_and_opens_it_again(township: Township) -> None:
    state = township.receive().state
    task = township.run_until(state.id, "sign")
    first = ledger.entries(state.id)[0].event.effect.opened[0]  # type: ignore[attr-defined]
    township.execute(
        cmd.SendBack(
            command_id=uuid4(),
            dossier_id=state.id,
            task_id=task.id,
            to_element=first.element,
            reason="Thiếu chữ ký",
        ),
        "chutich",
    )
    page = _page(township, state.id)
    walked = [(step.element, str(step.state)) for step in page.way]
    assert (first.element, "done") in walked
    assert walked[-1] == (first.element, "current")
    assert first.element not in page.done_elements
    assert any(state == "sent_back" for _, state in walked)


def test_the_promised_date_explains_itself(township: Township) -> None:
    state = township.receive().state
    with time.at(township.clock), translation.override("en"):
        lines = due_explanation(state)
    assert lines[0].startswith("Received at")
    assert lines[-1].startswith("Due at")


def test_nobody_sees_a_dossier_of_another_office(township: Township) -> None:
    from motcua.offices.actors import NOBODY

    state = township.receive().state
    with pytest.raises(Refusal) as refused, time.at(township.clock):
        dossier_page(state.id, NOBODY)
    assert refused.value.code == "unknown_dossier"


@pytest.mark.parametrize("username", ["tiepnhan", "hotich", "phochutich", "chutich", "vanthu", "giamsat"])
@pytest.mark.parametrize("action", ["examine", "sign", "clerk", "return"])
def test_an_act_is_offered_exactly_when_it_would_be_carried_out(
    township: Township, username: str, action: str
) -> None:
    """Every offered act succeeds and every closed one is refused with the same code when tried in earnest."""
    received = township.receive().state
    try:
        task = township.run_until(received.id, action)
    except AssertionError:
        pytest.fail(f"the procedure has no step {action}")
    state = ledger.load_folded(received.id, uuid4()).state
    actor = township.actor(username)
    route = route_of(state.process_version_id)
    for offered in acting.actions(state, actor, route, township.clock):
        command = _in_earnest(offered.name, state, task, actor, route)
        from django.db import transaction

        with transaction.atomic():
            try:
                township.execute(command, username)
                met = None
            except Refusal as refusal:
                met = refusal.code
            assert met == (offered.why_not.code if offered.why_not else None), offered.name
            transaction.set_rollback(True)


def _in_earnest(name: Act, state: Any, task: Any, actor: Any, route: Any) -> cmd.Command:
    base = {"command_id": uuid4(), "dossier_id": state.id}
    on_task = base | {"task_id": task.id}
    from motcua.offices.models import Membership

    colleague = next(
        (
            row.person_id
            for row in Membership.objects.filter(unit_id=task.unit_id, roles__contains=[task.role])
            if row.person_id not in (task.assignee_id, actor.person_id)
        ),
        0,
    )
    held = next((paper.id for paper in state.papers if paper.custody == "held"), None)
    made: dict[Act, Any] = {
        Act.COMPLETE: lambda: cmd.CompleteTask(**on_task, result_number="1" if state.decision else ""),
        Act.ASSIGN: lambda: cmd.CompleteTask(**on_task, assignee_id=colleague),
        Act.APPROVE: lambda: cmd.DecideDossier(**on_task, decision=Decision.APPROVED),
        Act.REFUSE: lambda: cmd.DecideDossier(**on_task, decision=Decision.REFUSED, reason="Vì"),
        Act.SEND_BACK: lambda: cmd.SendBack(
            **on_task, to_element=route.earlier_steps(task.element)[0][0], reason="Vì"
        ),
        Act.TAKE_OVER: lambda: cmd.ReassignTask(**on_task, assignee_id=actor.person_id, reason="Vì"),
        Act.REASSIGN: lambda: cmd.ReassignTask(**on_task, assignee_id=colleague, reason="Vì"),
        Act.ADD_PAPER: lambda: cmd.AddPaper(**base, paper=cmd.Paper(uuid4(), "Giấy")),
        Act.ATTACH_RESULT: lambda: cmd.AddPaper(**base, paper=cmd.Paper(uuid4(), "Kết quả", kind="result")),
        Act.CHANGE_CUSTODY: lambda: cmd.ChangeCustody(**base, paper_id=held, custody="returned"),
        Act.HAND_OVER: lambda: cmd.HandOver(**base),
    }
    command: cmd.Command = made[name]()
    return command

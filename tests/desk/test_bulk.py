"""Several dossiers at once: each judged on its own, each with its own answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from motcua.dossiers import ledger
from motcua.kernel.ids import uuid7
from tests.township import Township


def _state(dossier_id: Any) -> Any:
    return ledger.load_folded(dossier_id, uuid4()).state


def _at(township: Township, action: str, count: int, code: str = "1.004873") -> list[Any]:
    found = []
    for _ in range(count):
        state = township.receive(code).state
        township.run_until(state.id, action)
        found.append(_state(state.id))
    return found


def _ticks(states: list[Any]) -> list[str]:
    return [f"{state.id}:{state.tasks[0].id}:{state.version}" for state in states]


def test_nothing_is_approved_without_a_review(township: Township, sign_in: Callable[[str], Any]) -> None:
    [state] = _at(township, "sign", 1)
    leader = sign_in("chutich")
    assert 'formaction="/desk/signing/review"' in leader.get("/desk/").content.decode()
    answer = leader.post("/desk/bulk", act="approve", command_id=uuid7(), task=_ticks([state]))
    assert answer.status_code == 400
    assert _state(state.id).decision is None


def test_sending_the_same_form_again_does_nothing_twice(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    states = _at(township, "examine", 2)
    officer = sign_in("hotich")
    form = {"act": "complete", "command_id": uuid7(), "task": _ticks(states), "note": "Đủ"}
    assert officer.post("/desk/bulk", **form).content.decode().count("tag-good") == 2
    versions = [_state(state.id).version for state in states]
    assert officer.post("/desk/bulk", **form).content.decode().count("tag-good") == 2
    assert [_state(state.id).version for state in states] == versions


def test_a_head_assigns_several_to_one_officer(township: Township, sign_in: Callable[[str], Any]) -> None:
    states = _at(township, "assign", 2, "1.000656")
    officer = township.actor("hotich").person_id
    head = sign_in("phochutich")
    assert f'<option value="{officer}"' in head.get("/desk/").content.decode()
    head.post("/desk/bulk", act="assign", command_id=uuid7(), task=_ticks(states), assignee=str(officer))
    assert [_state(state.id).tasks[0].assignee_id for state in states] == [officer, officer]


def test_a_step_of_somebody_else_is_refused_row_by_row(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    states = _at(township, "examine", 2)
    page = sign_in("vanthu").post("/desk/bulk", act="complete", command_id=uuid7(), task=_ticks(states))
    assert page.content.decode().count("tag-bad") == 2
    assert [_state(state.id).version for state in states] == [state.version for state in states]


def test_nothing_ticked_and_nonsense_are_told_plainly(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    officer = sign_in("phochutich")
    assert officer.post("/desk/bulk", act="complete", command_id=uuid7()).status_code == 422
    assert officer.post("/desk/bulk", act="complete", command_id=uuid7(), task="1:2:3").status_code == 400
    assert officer.post("/desk/bulk", act="burn", command_id=uuid7(), task="x").status_code == 400
    tick = f"{uuid4()}:{uuid4()}:1"
    assert officer.post("/desk/bulk", act="assign", command_id=uuid7(), task=tick).status_code == 422
    gone = officer.post("/desk/bulk", act="complete", command_id=uuid7(), task=tick)
    assert gone.content.decode().count("tag-bad") == 1
    assert officer.get("/desk/bulk").status_code == 405

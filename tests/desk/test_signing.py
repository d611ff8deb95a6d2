"""The leader's queue: what waits, with all that is needed to judge it; signed one by one or as a reviewed batch."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.dossiers import commands as cmd
from motcua.dossiers import ledger, services
from motcua.dossiers.status import Decision
from motcua.kernel import time
from motcua.kernel.ids import uuid7
from motcua.offices.actors import SYSTEM
from tests.house.world import PDF
from tests.township import Township

QUEUE, REVIEW, SIGN = "/desk/signing/", "/desk/signing/review", "/desk/signing/sign"


def state_of(dossier_id: Any) -> Any:
    return ledger.load_folded(dossier_id, uuid4()).state


def prepared(township: Township, count: int, **values: Any) -> list[Any]:
    """Dossiers that wait for the leader's decision."""
    found = []
    for _ in range(count):
        state = township.receive(**values).state
        township.run_until(state.id, "sign")
        found.append(state_of(state.id))
    return found


def task_of(state: Any) -> Any:
    return next(task for task in state.tasks if task.role == "signing_leader")


def tick(state: Any) -> str:
    return f"{state.id}:{task_of(state).id}:{state.version}"


def proposed(township: Township) -> Any:
    """A dossier whose apology with a new appointment waits for the leader."""
    state = township.receive().state
    task = township.run_until(state.id, "examine")
    propose = cmd.ProposeExtension(
        command_id=uuid4(), dossier_id=state.id, working_days=3, reason="Chờ xác minh hộ tịch"
    )
    township.execute(propose, township.case_officer(task.unit_id))
    return state_of(state.id)


def reviewed(states: list[Any]) -> list[str]:
    return [str(task_of(state).id) for state in states]


def test_the_queue_says_what_for_whom_by_whom_and_shows_every_paper(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    from motcua.files import services as files

    kept = files.store(io.BytesIO(PDF), "to-khai.pdf")
    scan = cmd.Paper(uuid4(), "Tờ khai có chữ ký", sha256=kept.sha256, file_name=kept.file_name)
    state = township.receive(papers=(*township.intake().papers, scan)).state
    township.run_until(state.id, "examine")
    township.step(state.id, note="Đủ điều kiện, đề nghị ký")
    township.run_until(state.id, "sign")
    page = sign_in("chutich").get(QUEUE).content.decode()
    assert state.code in page
    assert "Nguyễn Thị Mẫu Đào" in page
    assert "Đủ điều kiện, đề nghị ký" in page
    assert f'<a href="/desk/dossiers/{state.id}/papers/{scan.id}#' in page
    assert 'target="beside">Tờ khai có chữ ký</a>' in page


def test_the_nearest_deadline_comes_first(township: Township, sign_in: Callable[[str], Any]) -> None:
    later = prepared(township, 1, when=township.clock + timedelta(hours=2))
    earlier = prepared(township, 1, when=township.clock - timedelta(hours=2))
    rows = sign_in("chutich").get(QUEUE).context["rows"]
    dues = [row.task.due_at for row in rows]
    assert dues == sorted(dues)
    assert {row.task.dossier_id for row in rows} == {later[0].id, earlier[0].id}


def test_an_apology_waits_beside_the_decisions_and_is_signed_with_them(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    apology, [decision] = proposed(township), prepared(township, 1)
    leader = sign_in("chutich")
    rows = {row.task.dossier_id: row for row in leader.get(QUEUE).context["rows"]}
    assert {str(row.wanted) for row in rows.values()} == {"extension", "decision"}
    assert rows[apology.id].appointment_at == apology.proposed_at
    assert rows[apology.id].remarks[-1].text == "Chờ xác minh hộ tịch"
    states = [apology, decision]
    form = {"command_id": uuid7(), "task": [tick(s) for s in states], "reviewed": reviewed(states)}
    assert leader.post(SIGN, **form).content.decode().count("tag-good") == 2
    assert state_of(apology.id).appointment_at == apology.proposed_at
    assert state_of(decision.id).decision == Decision.APPROVED


def test_an_apology_that_the_clock_drafted_says_so(township: Township, sign_in: Callable[[str], Any]) -> None:
    state = township.receive().state
    township.run_until(state.id, "examine")
    township.clock = state.due_at - timedelta(hours=1)
    draft = cmd.DraftExtension(command_id=uuid4(), dossier_id=state.id, reason="Hồ sơ ở bước thẩm định")
    with time.at(township.clock):
        services.execute(draft, SYSTEM)
    leader = sign_in("chutich")
    [row] = leader.get(QUEUE).context["rows"]
    assert (row.prepared_by, row.prepared_at) == ("", township.clock)
    assert row.appointment_at == state_of(state.id).proposed_at
    assert "Hệ thống" in leader.get(QUEUE).content.decode()


def test_a_batch_is_signed_only_when_every_row_was_reviewed(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    states = prepared(township, 3)
    leader = sign_in("chutich")
    asked = leader.post(REVIEW, task=[tick(state) for state in states])
    assert asked.content.decode().count('name="reviewed"') == 3
    form = {"command_id": asked.context["command_id"], "task": [tick(state) for state in states]}
    for seen in ([], reviewed(states[:2])):
        refused = leader.post(SIGN, **form, reviewed=seen)
        assert refused.status_code == 422
        assert refused.content.decode().count(" checked") == len(seen), "what was ticked stays ticked"
    assert [state_of(state.id).decision for state in states] == [None] * 3
    page = leader.post(SIGN, **form, reviewed=reviewed(states))
    assert page.content.decode().count("tag-good") == 3
    assert [state_of(state.id).decision for state in states] == [Decision.APPROVED] * 3


def test_one_dossier_is_signed_with_one_confirmation(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    one, other = prepared(township, 2)
    leader = sign_in("chutich")
    asked = leader.post(REVIEW, only=tick(one), task=[tick(other)])
    assert [row.task.dossier_id for _, row in asked.context["shown"]] == [one.id]
    assert state_of(one.id).decision is None
    leader.post(SIGN, command_id=asked.context["command_id"], task=tick(one), note="Đồng ý")
    assert state_of(one.id).decision == Decision.APPROVED
    assert state_of(other.id).decision is None


def test_every_dossier_has_its_own_outcome_and_twice_is_once(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    states = prepared(township, 3)
    township.step(states[1].id, decision=Decision.REFUSED, reason="Không đúng đối tượng")
    leader = sign_in("chutich")
    form = {
        "command_id": uuid7(),
        "task": [tick(state) for state in states],
        "reviewed": reviewed(states),
    }
    page = leader.post(SIGN, **form).content.decode()
    assert (page.count("tag-good"), page.count("tag-bad")) == (2, 1)
    versions = [state_of(state.id).version for state in states]
    assert leader.post(SIGN, **form).content.decode().count("tag-good") == 2
    assert [state_of(state.id).version for state in states] == versions
    decisions = [state_of(state.id).decision for state in states]
    assert decisions == [Decision.APPROVED, Decision.REFUSED, Decision.APPROVED]


def test_what_changed_since_it_was_reviewed_is_not_signed(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    [state] = prepared(township, 1)
    paper = cmd.Paper(uuid4(), "Giấy tờ đến sau", kind="processing", copies=1)
    township.execute(cmd.AddPaper(command_id=uuid4(), dossier_id=state.id, paper=paper), "phochutich")
    page = sign_in("chutich").post(SIGN, command_id=uuid7(), task=tick(state))
    assert page.content.decode().count("tag-bad") == 1
    assert state_of(state.id).decision is None


def test_the_review_shows_the_dossier_as_it_is_and_that_is_what_is_signed(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    [state] = prepared(township, 1)
    old = tick(state)
    paper = cmd.Paper(uuid4(), "Giấy tờ đến sau", kind="processing", copies=1)
    township.execute(cmd.AddPaper(command_id=uuid4(), dossier_id=state.id, paper=paper), "phochutich")
    leader = sign_in("chutich")
    asked = leader.post(REVIEW, task=old)
    assert "Giấy tờ đến sau" in asked.content.decode()
    [(value, _row)] = asked.context["shown"]
    assert leader.post(SIGN, command_id=uuid7(), task=value).content.decode().count("tag-good") == 1
    assert state_of(state.id).decision == Decision.APPROVED


def test_apology_and_decision_of_one_dossier_are_signed_together(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    [state] = prepared(township, 1)
    propose = cmd.ProposeExtension(
        command_id=uuid4(), dossier_id=state.id, working_days=3, reason="Chờ xác minh"
    )
    township.execute(propose, "chutich")
    state = state_of(state.id)
    assert {task.action for task in state.tasks} == {"sign", "sign_extension"}
    form = {
        "command_id": uuid7(),
        "task": [f"{state.id}:{task.id}:{state.version}" for task in state.tasks],
        "reviewed": [str(task.id) for task in state.tasks],
    }
    leader = sign_in("chutich")
    for _ in range(2):
        page = leader.post(SIGN, **form).content.decode()
        assert (page.count("tag-good"), page.count("tag-bad")) == (2, 0)
    signed = state_of(state.id)
    assert (signed.decision, signed.appointment_at) == (Decision.APPROVED, state.proposed_at)


def test_others_sign_nothing_here(township: Township, sign_in: Callable[[str], Any]) -> None:
    [state] = prepared(township, 1)
    for username in ("hotich", "vanthu", "giamsat"):
        officer = sign_in(username)
        assert officer.get(QUEUE).status_code == 403
        assert officer.post(SIGN, command_id=uuid7(), task=tick(state)).status_code == 403
    assert state_of(state.id).decision is None


def test_a_step_that_needs_no_signature_is_not_completed_by_signing(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    state = township.receive("1.000656").state
    task = township.run_until(state.id, "assign")
    before = state_of(state.id)
    head = sign_in("phochutich")
    page = head.post(SIGN, command_id=uuid7(), task=f"{state.id}:{task.id}:{before.version}")
    assert page.content.decode().count("tag-bad") == 1
    assert state_of(state.id).version == before.version


def test_what_has_gone_on_is_left_out_of_the_review(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    states = prepared(township, 2)
    ticks = [tick(state) for state in states]
    township.step(states[0].id)
    asked = sign_in("chutich").post(REVIEW, task=ticks)
    assert asked.context["gone"] == 1
    assert [row.task.dossier_id for _, row in asked.context["shown"]] == [states[1].id]


def test_the_queue_costs_the_same_however_much_waits(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    first = prepared(township, 1)
    leader, noon = sign_in("chutich"), township.clock + timedelta(hours=3)
    leader.get(QUEUE, noon)
    with CaptureQueriesContext(connection) as few:
        leader.get(QUEUE, noon)
    more = prepared(township, 5)
    with CaptureQueriesContext(connection) as many:
        assert len(leader.get(QUEUE, noon).context["rows"]) == 6
    assert len(many) == len(few)
    with CaptureQueriesContext(connection) as review_few:
        leader.post(REVIEW, noon, task=[tick(state) for state in first])
    with CaptureQueriesContext(connection) as review_many:
        leader.post(REVIEW, noon, task=[tick(state) for state in more])
    assert len(review_many) == len(review_few)


def test_an_empty_queue_says_so(township: Township, sign_in: Callable[[str], Any]) -> None:
    with time.at(township.clock):
        assert 'class="empty"' in sign_in("chutich").get(QUEUE).content.decode()

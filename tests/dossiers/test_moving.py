"""Running dossiers stay on their version of the process, or are moved by a decision: checked, recorded, replayable."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from motcua.dossiers import commands as cmd
from motcua.dossiers import ledger
from motcua.dossiers.models import Dossier, DossierEvent, Task
from motcua.dossiers.verify import problems
from motcua.kernel.errors import Refusal
from motcua.processes.bpmn import read
from motcua.processes.models import ProcessVersion
from motcua.processes.services import create_draft, publish
from motcua.processes.steps import Next, Split, StepRow, from_steps, revise, to_steps
from tests.township import Township, at


def rows_of(version_id: int) -> list[StepRow]:
    return list(to_steps(read(ProcessVersion.objects.get(pk=version_id).source.encode())))


def next_version(version_id: int, rows: list[StepRow]) -> int:
    """A further version of the same process with these steps, published."""
    old = ProcessVersion.objects.select_related("process").get(pk=version_id)
    text = revise(old.source.encode(), rows, old.process.key, old.process.name).decode()
    return publish(create_draft(old.process.key, old.process.name, text), None, "20/QĐ-UBND")


def examined(township: Township) -> tuple[UUID, int]:
    """A dossier whose examination is open, and its process version."""
    dossier_id = township.receive().dossier_id
    township.run_until(dossier_id, "examine")
    found = Dossier.objects.get(pk=dossier_id).process_version_id
    assert found is not None
    return dossier_id, found


def move(township: Township, dossier_id: UUID, target: int, username: str = "quantri", **more: Any) -> Any:
    words = {"decision_number": "21/QĐ-UBND", "reason": "Rút ngắn quy trình"}
    command = cmd.MoveToProcess(
        **{"command_id": uuid4(), "dossier_id": dossier_id, "process_version_id": target, **words, **more}
    )
    return township.execute(command, username)


def changed(rows: list[StepRow], action: str, **words: Any) -> list[StepRow]:
    return [replace(row, **words) if row.action == action else row for row in rows]


def finish(township: Township, dossier_id: UUID) -> None:
    for _ in range(12):
        if Dossier.objects.get(pk=dossier_id).returned_at is not None:
            return
        township.step(dossier_id)
    raise AssertionError("the dossier does not come to its end")


def test_a_new_version_leaves_running_dossiers_alone(township: Township) -> None:
    dossier_id, old = examined(township)
    next_version(old, changed(rows_of(old), "examine", time="1wh"))
    assert Dossier.objects.get(pk=dossier_id).process_version_id == old
    finish(township, dossier_id)
    assert Dossier.objects.get(pk=dossier_id).process_version_id == old


def test_a_step_that_stays_keeps_its_holder_and_gets_the_new_time(township: Township) -> None:
    dossier_id, old = examined(township)
    before = Task.objects.get(dossier_id=dossier_id, closed_at=None)
    promised = Dossier.objects.get(pk=dossier_id).due_at
    new = next_version(old, changed(rows_of(old), "examine", time="1wh"))
    move(township, dossier_id, new)
    after = Task.objects.get(dossier_id=dossier_id, closed_at=None)
    assert (after.pk, after.assignee_id, after.opened_at) == (before.pk, before.assignee_id, before.opened_at)
    assert after.due_at is not None
    assert before.due_at is not None
    assert after.due_at < before.due_at
    row = Dossier.objects.get(pk=dossier_id)
    assert (row.process_version_id, row.due_at) == (new, promised)
    assert list(problems()) == []
    finish(township, dossier_id)
    assert list(problems()) == []


def test_a_step_given_to_others_opens_anew_with_its_full_time(township: Township) -> None:
    dossier_id, old = examined(township)
    before = Task.objects.get(dossier_id=dossier_id, closed_at=None)
    rows = changed(rows_of(old), "examine", role="head_of_unit", name="Trưởng bộ phận thẩm định")
    move(township, dossier_id, next_version(old, rows))
    before.refresh_from_db()
    assert before.outcome == "cancelled"
    after = Task.objects.get(dossier_id=dossier_id, closed_at=None)
    assert (after.role, after.name) == ("head_of_unit", "Trưởng bộ phận thẩm định")
    assert after.opened_at == township.clock
    assert list(problems()) == []
    finish(township, dossier_id)


def test_a_step_that_is_gone_needs_a_place(township: Township) -> None:
    dossier_id, old = examined(township)
    rows = rows_of(old)
    gone = next(row for row in rows if row.action == "examine")
    after = next(row for row in rows if row.number == gone.next[0].to)
    short = [
        replace(row, next=tuple(replace(way, to=after.number) if way.to == gone.number else way for way in row.next))
        for row in rows
        if row is not gone
    ]  # fmt: skip
    new = next_version(old, short)
    with pytest.raises(Refusal) as refusal:
        move(township, dossier_id, new)
    assert refusal.value.code == "no_place"
    assert Dossier.objects.get(pk=dossier_id).process_version_id == old
    move(township, dossier_id, new, places=((gone.element, after.element),))
    assert Task.objects.get(dossier_id=dossier_id, closed_at=None).element == after.element
    assert list(problems()) == []
    finish(township, dossier_id)
    assert list(problems()) == []


def test_steps_side_by_side_are_not_moved_where_one_follows_the_other(township: Township) -> None:
    def step(number: int, action: str, *follows: int, **more: Any) -> StepRow:
        role = {"receive": "receptionist", "return": "receptionist", "sign": "signing_leader"}.get(
            action, "case_officer"
        )
        ways = tuple(Next(None, to) for to in follows)
        return StepRow(number, f"Bước {number}", role, "", "1wd", action, ways, **more)

    dossier_id, old = examined(township)
    both = [
        step(1, "receive", 2, 3, split=Split.ALL),
        step(2, "examine", 4),
        step(3, "consult", 4),
        step(4, "sign", 5, join=Split.ALL),
        step(5, "return", 0),
    ]
    key = ProcessVersion.objects.select_related("process").get(pk=old).process.key
    parallel = publish(create_draft(key, key, from_steps(both, key, key).decode()), None, "1/QĐ")
    row = ProcessVersion.objects.get(pk=parallel)
    waiting = next(r.element for r in rows_of(old) if r.action == "examine")
    with pytest.raises(Refusal) as refusal:  # one step alone cannot stand where two are always open
        move(township, dossier_id, row.pk, places=((waiting, "Step_2"),))
    assert refusal.value.code == "no_place"
    move(township, dossier_id, row.pk, places=((waiting, "Step_4"),))
    assert Task.objects.get(dossier_id=dossier_id, closed_at=None).role == "signing_leader"


def test_only_an_administrator_of_the_office_moves_with_decision_and_reason(township: Township) -> None:
    dossier_id, old = examined(township)
    new = next_version(old, changed(rows_of(old), "examine", time="1wh"))
    for who, more, code in (
        ("chutich", {}, "not_your_office"),
        ("quantri", {"reason": " "}, "basis_needed"),
        ("quantri", {"decision_number": ""}, "basis_needed"),
        ("quantri", {"process_version_id": old}, "same_process"),
    ):
        with pytest.raises(Refusal) as refusal:
            move(township, dossier_id, new, who, **more)
        assert refusal.value.code == code


def test_a_dossier_is_not_moved_into_another_process_or_a_draft(township: Township) -> None:
    dossier_id, old = examined(township)
    other = ProcessVersion.objects.exclude(process__versions=old).filter(state="published").first()
    assert other is not None
    kept = ProcessVersion.objects.select_related("process").get(pk=old)
    draft = create_draft(kept.process.key, kept.process.name, kept.source)
    for target in (other.pk, draft, 10**9):
        with pytest.raises(Refusal) as refusal:
            move(township, dossier_id, target)
        assert refusal.value.code == "same_process"


def test_a_finished_dossier_is_not_moved(township: Township) -> None:
    dossier_id, old = examined(township)
    finish(township, dossier_id)
    new = next_version(old, changed(rows_of(old), "examine", time="1wh"))
    with pytest.raises(Refusal) as refusal:
        move(township, dossier_id, new)
    assert refusal.value.code == "finished"


def test_a_repeated_command_moves_once(township: Township) -> None:
    dossier_id, old = examined(township)
    new = next_version(old, changed(rows_of(old), "examine", time="1wh"))
    command = uuid4()
    move(township, dossier_id, new, command_id=command)
    assert move(township, dossier_id, new, command_id=command).repeated
    assert DossierEvent.objects.filter(dossier_id=dossier_id, type="process_switched").count() == 1


def test_the_history_says_by_which_decision(township: Township) -> None:
    from motcua.dossiers.history import Names, history

    dossier_id, old = examined(township)
    move(township, dossier_id, next_version(old, changed(rows_of(old), "examine", time="1wh")))
    last = history(ledger.entries(dossier_id), Names())[-1]
    assert "21/QĐ-UBND" in last.text
    assert last.note == "Rút ngắn quy trình."


def test_time_goes_on_where_the_step_began(township: Township) -> None:
    dossier_id, old = examined(township)
    began = Task.objects.get(dossier_id=dossier_id, closed_at=None).opened_at
    new = next_version(old, changed(rows_of(old), "examine", time="2wh"))
    township.clock = at("2026-03-03 15:00")
    move(township, dossier_id, new)
    task = Task.objects.get(dossier_id=dossier_id, closed_at=None)
    assert task.opened_at == began
    assert task.due_at is not None
    assert (task.due_at - began).total_seconds() < 24 * 3600

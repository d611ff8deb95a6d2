"""Whatever people try, in whatever order: a dossier stays whole, and every refusal can be acted on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from motcua.dossiers import commands as cmd
from motcua.dossiers import ledger, services
from motcua.dossiers.engine_route import route_of
from motcua.dossiers.models import Task
from motcua.dossiers.status import NATIONAL_CODE, Channel, Decision, Status
from motcua.dossiers.verify import problems
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.offices.actors import SYSTEM, Actor
from tests.dossiers.saying import check_words, known, state
from tests.township import Township, at

PEOPLE = ("tiepnhan", "hotich", "diachinh", "phochutich", "chutich", "vanthu", "giamsat", "quantri")
HOLDERS = {
    "case_officer": "hotich",
    "signing_leader": "chutich",
    "clerk": "vanthu",
    "head_of_unit": "phochutich",
    "receptionist": "tiepnhan",
}
words = st.sampled_from(["", " ", "Thiếu xác minh", "Đúng quy định", "'; DROP TABLE --", "<b>"])
people = st.sampled_from(PEOPLE)
kinds = st.sampled_from(["submitted", "processing", "result", "poem"])
custodies = st.sampled_from(["held", "copied", "returned", "none", "lost"])
CLOSED = {"decided": 1, "received": 1, "handed_over": 1, "reception_refused": 1}


class OneDossier(RuleBasedStateMachine):
    """Everybody tries everything on one dossier; illegal attempts outnumber the legal ones."""

    town: Township
    actors: dict[str, Actor]

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.id = uuid4()
        self.clock = at("2026-03-02 08:00")
        self.version = 0
        self.last: tuple[cmd.Command, Actor] | None = None

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    # ── trying ──

    def attempt(self, command: cmd.Command, who: str) -> None:
        actor = SYSTEM if who == "clock" else self.actors[who]
        before = self.version
        try:
            with time.at(self.clock):
                outcome = services.execute(command, actor)
        except Refusal as refusal:
            check_words(refusal)
            assert len(ledger.entries(self.id)) == before  # a refusal leaves nothing behind
            return
        self.version += 1
        assert (outcome.version, outcome.repeated) == (self.version, False)
        self.last = (command, actor)

    @property
    def known(self) -> dict[str, Any]:
        return known(self.id)

    def task(self, data: st.DataObject) -> UUID:
        """An open task, one that was closed, or one that never was."""
        rows = [
            uuid4(),
            *Task.objects.filter(dossier=self.id).order_by("opened_at").values_list("id", flat=True),
        ]
        now = [task.id for task in state(self.id).tasks]
        return data.draw(st.sampled_from(now * 6 + rows) if now else st.sampled_from(rows))

    def intake(self, data: st.DataObject) -> cmd.Intake:
        intake: cmd.Intake = self.town.intake()
        change = data.draw(
            st.sampled_from(
                [
                    {},
                    {},
                    {"papers": ()},
                    {"applicant": cmd.Applicant("", "")},
                    {"channel": Channel.POST},
                    {"channel": Channel.POST, "submitted_at": self.clock - timedelta(days=3)},
                    {"without_receipt": True},
                    {"document_sets": 0},
                ]
            )
        )
        return replace(intake, **change)

    # ── what people try ──

    @rule(minutes=st.integers(1, 60 * 24 * 9))
    def time_passes(self, minutes: int) -> None:
        self.clock += timedelta(minutes=minutes)

    @rule(data=st.data(), who=people, reason=words)
    def receive(self, data: st.DataObject, who: str, reason: str) -> None:
        who = data.draw(st.sampled_from(["tiepnhan", who]))
        self.attempt(cmd.ReceiveDossier(**self.known, intake=self.intake(data), override_reason=reason), who)

    @precondition(lambda self: self.version < 2)
    @rule(data=st.data(), who=people)
    def draft(self, data: st.DataObject, who: str) -> None:
        self.attempt(cmd.SaveDraft(**self.known, intake=self.intake(data)), who)

    @rule(data=st.data(), who=people, reason=words, code=st.sampled_from(["", "not_eligible"]))
    def refuse_reception(self, data: st.DataObject, who: str, reason: str, code: str) -> None:
        if not self.version and data.draw(st.integers(0, 5)):
            return  # rarely the first thing that happens, or nothing else would be tried
        self.attempt(
            cmd.RefuseReception(
                **self.known, intake=self.intake(data), reason_code=code, reason=reason, legal_basis=""
            ),
            who,
        )

    @initialize(data=st.data(), begin=st.sampled_from(["nothing", "draft", *["received"] * 4]))
    def begin(self, data: st.DataObject, begin: str) -> None:
        if begin == "draft":
            self.draft(data, "hotich")
        elif begin == "received":
            self.attempt(cmd.ReceiveDossier(**self.known, intake=self.town.intake()), "tiepnhan")

    @precondition(lambda self: self.version)
    @rule(data=st.data())
    def the_right_person_goes_on(self, data: st.DataObject) -> None:
        self.go_on(data)

    @precondition(lambda self: self.version)
    @rule(data=st.data(), steps=st.integers(1, 3))
    def the_work_goes_on(self, data: st.DataObject, steps: int) -> None:
        for _ in range(steps):
            self.go_on(data)
            self.clock += timedelta(hours=3)

    @precondition(lambda self: self.version)
    @rule(data=st.data())
    def the_right_person_sends_back(self, data: st.DataObject) -> None:
        found = state(self.id)
        if not found.tasks or found.process_version_id is None:
            return
        task = found.tasks[0]
        earlier = [element for element, _ in route_of(found.process_version_id).earlier_steps(task.element)]
        to = data.draw(st.sampled_from([*earlier, "x"]))
        command = cmd.SendBack(**self.known, task_id=task.id, to_element=to, reason="Cần làm rõ")
        self.attempt(command, HOLDERS[task.role])

    def go_on(self, data: st.DataObject) -> None:
        """The person whose turn it is does the step that is open."""
        found = state(self.id)
        if not found.tasks:
            return
        task = found.tasks[0]
        who = HOLDERS[task.role]
        assert found.process_version_id is not None
        if task.action == "return":
            self.attempt(cmd.HandOver(**self.known), who)
        elif route_of(found.process_version_id).decides(task.element) and found.decision is None:
            self.decide(data, who, "Theo hồ sơ", data.draw(st.sampled_from(Decision)))
        else:
            assignee = self.actors["hotich"].person_id if task.action == "assign" else None
            self.attempt(
                cmd.CompleteTask(**self.known, task_id=task.id, assignee_id=assignee, result_number="7/KQ"),
                who,
            )

    @rule(data=st.data(), who=people, number=words, assignee=st.sampled_from([None, *PEOPLE]))
    def complete(self, data: st.DataObject, who: str, number: str, assignee: str | None) -> None:
        to = self.actors[assignee].person_id if assignee else None
        self.attempt(
            cmd.CompleteTask(**self.known, task_id=self.task(data), assignee_id=to, result_number=number), who
        )

    @rule(data=st.data(), who=people, reason=words, decision=st.sampled_from(Decision))
    def decide(self, data: st.DataObject, who: str, reason: str, decision: Decision) -> None:
        self.attempt(
            cmd.DecideDossier(**self.known, task_id=self.task(data), decision=decision, reason=reason), who
        )

    @rule(data=st.data(), who=people, reason=words, to=st.sampled_from(["Step_2", "Step_3", "Step_7", "x"]))
    def send_back(self, data: st.DataObject, who: str, reason: str, to: str) -> None:
        self.attempt(cmd.SendBack(**self.known, task_id=self.task(data), to_element=to, reason=reason), who)

    @rule(data=st.data(), who=people, to=people, reason=words)
    def reassign(self, data: st.DataObject, who: str, to: str, reason: str) -> None:
        person = self.actors[to].person_id
        assert person is not None
        self.attempt(
            cmd.ReassignTask(**self.known, task_id=self.task(data), assignee_id=person, reason=reason), who
        )

    @rule(who=people, name=words, kind=kinds)
    def add_paper(self, who: str, name: str, kind: str) -> None:
        self.attempt(cmd.AddPaper(**self.known, paper=cmd.Paper(uuid4(), name, kind=kind)), who)

    @rule(data=st.data(), who=people, custody=custodies)
    def change_custody(self, data: st.DataObject, who: str, custody: str) -> None:
        papers = [uuid4(), *(paper.id for paper in state(self.id).papers)]
        self.attempt(
            cmd.ChangeCustody(**self.known, paper_id=data.draw(st.sampled_from(papers)), custody=custody), who
        )

    @rule(who=people, name=words, paper=words, alone=st.booleans())
    def hand_over(self, who: str, name: str, paper: str, alone: bool) -> None:
        collector = None if alone else cmd.AuthorisedPerson(name, "099190000008", paper)
        self.attempt(cmd.HandOver(**self.known, collector=collector), who)

    @rule(who=st.sampled_from(["clock", "quantri"]), timers=st.booleans())
    def the_clock_asks(self, who: str, timers: bool) -> None:
        command: cmd.Command = cmd.FireTimers(**self.known)
        if not timers:
            command = cmd.RecomputeDue(**self.known, decision_number="1/QĐ")
        self.attempt(command, who)

    @precondition(lambda self: self.last is not None)
    @rule()
    def the_last_click_comes_again(self) -> None:
        assert self.last is not None
        with time.at(self.clock):
            outcome = services.execute(*self.last)
        assert outcome.repeated
        assert len(ledger.entries(self.id)) == self.version

    @precondition(lambda self: self.version > 1)
    @rule(data=st.data(), who=people)
    def an_old_page_is_sent(self, data: st.DataObject, who: str) -> None:
        command = cmd.CompleteTask(
            **self.known,
            task_id=self.task(data),
            expected_version=data.draw(st.integers(0, self.version - 1)),
        )
        with pytest.raises(Refusal) as refused, time.at(self.clock):
            services.execute(command, self.actors[who])
        assert (refused.value.code, refused.value.status) == ("stale", 409)

    # ── what always holds ──

    @invariant()
    def the_tables_say_what_the_ledger_tells(self) -> None:
        assert list(problems()) == []

    @invariant()
    def the_ledger_is_lawful(self) -> None:
        entries = ledger.entries(self.id)
        assert [entry.seq for entry in entries] == list(range(1, self.version + 1))
        assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
        types = [entry.event.type for entry in entries]
        for kind, most in CLOSED.items():
            assert types.count(kind) <= most
        decided = types.index("decided") if "decided" in types else len(types)
        for place, entry in enumerate(entries):
            paper = getattr(entry.event, "paper", None)
            assert paper is None or paper.kind != "result" or place > decided
        if "handed_over" in types:
            assert decided < types.index("handed_over")
            # Afterwards only originals that stayed in the house still change hands.
            assert set(types[types.index("handed_over") + 1 :]) <= {"custody_changed"}
        if "reception_refused" in types:
            assert set(types) <= {"drafted", "reception_refused", "custody_changed"}

    @invariant()
    def the_state_makes_sense(self) -> None:
        found = state(self.id)
        assert found.status in NATIONAL_CODE
        assert bool(found.code) == (found.received_at is not None) == (found.due_at is not None)
        if found.received_at is not None and found.status != Status.RETURNED:
            assert len(found.tasks) == 1  # a plain process never strands a dossier
        if found.returned_at is not None:
            assert found.status == Status.RETURNED
            assert found.tasks == ()
        if found.finished_at is not None:
            assert found.decision is not None
        assert all(task.due_at is None or task.due_at >= task.opened_at for task in found.tasks)


@pytest.fixture
def machine(township: Township) -> type[OneDossier]:
    """The machine, in the township."""
    OneDossier.town = township
    OneDossier.actors = {name: township.actor(name) for name in PEOPLE}
    return OneDossier


def test_a_dossier_survives_whatever_people_try(machine: type[OneDossier]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=60,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

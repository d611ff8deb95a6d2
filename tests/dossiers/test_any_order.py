"""Whatever people try, in whatever order: a dossier stays whole, and every refusal can be acted on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
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
from motcua.dossiers.clocks import limits_of
from motcua.dossiers.engine_route import route_of
from motcua.dossiers.models import Task
from motcua.dossiers.status import Channel, Decision
from motcua.dossiers.verify import problems
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.offices.actors import Actor
from motcua.offices.models import Unit
from motcua.procedures.queries import terms
from motcua.rules.models import RuleSet
from tests.dossiers.attempts import BESIDE, PEOPLE, Attempt, Office, attempts, command_of, onwards
from tests.dossiers.lawful import check_clock, check_event, check_ledger, check_state
from tests.dossiers.naive_clock import Days, NaiveClock
from tests.dossiers.saying import check_words, known, state
from tests.township import Township, at

HOLDERS = {
    "case_officer": "hotich",
    "signing_leader": "chutich",
    "clerk": "vanthu",
    "head_of_unit": "phochutich",
    "receptionist": "tiepnhan",
}
words = st.sampled_from(["", " ", "Thiếu xác minh", "Đúng quy định", "'; DROP TABLE --", "<b>"])
people = st.sampled_from(PEOPLE)

QUIET = ("paper_issued", "extension_proposed")


class OneDossier(RuleBasedStateMachine):
    """Everybody tries everything on one dossier; illegal attempts outnumber the legal ones."""

    town: Township
    office: Office

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

    def attempt(self, command: cmd.Command, who: str | Actor) -> None:
        actor = self.office.people[who] if isinstance(who, str) else who
        before = state(self.id)
        try:
            with time.at(self.clock):
                outcome = services.execute(command, actor)
        except Refusal as refusal:
            check_words(refusal)
            assert len(ledger.entries(self.id)) == before.version  # a refusal leaves nothing behind
            return
        self.version += 1
        assert (outcome.version, outcome.repeated) == (self.version, False)
        self.last = (command, actor)
        assert outcome.event is not None
        check_event(before, outcome.event, state(self.id))

    @property
    def known(self) -> dict[str, Any]:
        return known(self.id)

    def task(self, data: st.DataObject) -> UUID:
        """An open task, one that was closed, or one that never was."""
        rows = [
            uuid4(),
            *Task.objects.filter(dossier=self.id).order_by("opened_at", "token").values_list("id", flat=True),
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
            assignee = self.office.person("hotich") if task.action == "assign" else None
            number = "7/KQ" if found.decision is not None else ""
            self.attempt(
                cmd.CompleteTask(**self.known, task_id=task.id, assignee_id=assignee, result_number=number),
                who,
            )

    def decide(self, data: st.DataObject, who: str, reason: str, decision: Decision) -> None:
        self.attempt(
            cmd.DecideDossier(**self.known, task_id=self.task(data), decision=decision, reason=reason), who
        )

    @precondition(lambda self: self.version)
    @rule(tried=st.lists(attempts(), min_size=1, max_size=4))
    def anybody_tries_anything(self, tried: list[Attempt]) -> None:
        for one in tried:
            command, actor = command_of(one, state(self.id), self.office, self.clock, self.town.intake())
            self.attempt(command, actor)

    @precondition(lambda self: self.version)
    @rule(step=st.integers(0, len(BESIDE) - 1))
    def the_law_lets_it_happen(self, step: int) -> None:
        """One thing beside the plain way, and then what the law wants next."""
        for one in (BESIDE[step], BESIDE[(step + 1) % len(BESIDE)]):
            command, actor = command_of(one, state(self.id), self.office, self.clock, self.town.intake())
            self.attempt(command, actor)
        wanted = onwards(state(self.id), self.office, self.clock)
        if wanted is not None:
            self.attempt(*wanted)

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
        seen = data.draw(st.integers(0, self.version - 1))
        since = ledger.entries(self.id)[seen:]
        if all(entry.actor_id is None and entry.event.type in QUIET for entry in since):
            return  # what the program alone drew or drafted meanwhile makes nobody's page old
        command = cmd.CompleteTask(**self.known, task_id=self.task(data), expected_version=seen)
        with pytest.raises(Refusal) as refused, time.at(self.clock):
            services.execute(command, self.office.people[who])
        assert (refused.value.code, refused.value.status) == ("stale", 409)

    # ── what always holds ──

    @invariant()
    def the_tables_say_what_the_ledger_tells(self) -> None:
        assert list(problems()) == []

    @invariant()
    def the_law_is_kept(self) -> None:
        entries = ledger.entries(self.id)
        found = state(self.id)
        assert len(entries) == self.version
        check_ledger(found, entries)
        check_state(found, self.office.people.values())
        check_clock(found)
        if found.received_at is not None and found.finished_at is None:
            assert found.intake is not None
            limits = limits_of(terms(found.intake.procedure_version_id), None)
            counted = NaiveClock([item.committed for item in limits]).read(entries).due(Days())
            assert found.due_at == counted


@pytest.fixture
def machine(township: Township) -> type[OneDossier]:
    """The machine, in the township."""
    OneDossier.town = township
    units = sorted(Unit.objects.filter(office=township.office_id).values_list("pk", flat=True))
    rule_sets = sorted(RuleSet.objects.values_list("pk", flat=True))
    OneDossier.office = Office({name: township.actor(name) for name in PEOPLE}, units, rule_sets)
    return OneDossier


def test_a_dossier_survives_whatever_people_try(machine: type[OneDossier]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=60,
            stateful_step_count=40,
            print_blob=True,
            derandomize=False,
            # On a real database it would take minutes to make the example smaller: the blob finds it again.
            phases=[Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )

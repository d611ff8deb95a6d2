"""Several people at once, each with a connection of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Barrier, Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connections

from motcua.dossiers import commands as cmd
from motcua.dossiers import ledger, services
from motcua.dossiers.codes import parse_code
from motcua.dossiers.models import CodeCounter, Dossier, DossierEvent
from motcua.dossiers.services import Outcome
from motcua.dossiers.status import Decision
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.offices.actors import Actor
from tests.dossiers.saying import check_words, complete, known, nothing_broken, state, types_of
from tests.township import Township

Answer = Outcome | Refusal | BaseException


def all_at_once(works: list[Callable[[], Any]]) -> list[Answer]:
    """Start everything at the same moment; gives what came of each: an outcome or what was raised."""
    gate, answers = Barrier(len(works)), list[Answer]([RuntimeError("did not end")] * len(works))

    def run(number: int, work: Callable[[], Any]) -> None:
        try:
            connections["default"].ensure_connection()
            gate.wait(timeout=30)
            answers[number] = work()
        except BaseException as error:
            answers[number] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(number, work)) for number, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return answers


def doing(township: Township, command: cmd.Command, actor: Actor) -> Callable[[], Outcome]:
    def work() -> Outcome:
        with time.at(township.clock):
            return services.execute(command, actor)

    return work


def sorted_out(answers: list[Answer]) -> tuple[list[Outcome], list[Refusal]]:
    """Outcomes and refusals; any other error is a bug."""
    done = [answer for answer in answers if isinstance(answer, Outcome)]
    refused = [answer for answer in answers if isinstance(answer, Refusal)]
    assert len(done) + len(refused) == len(answers), answers
    for refusal in refused:
        check_words(refusal)
    return done, refused


@contextmanager
def signing(township: Township) -> Iterator[UUID]:
    dossier = township.receive().dossier_id
    township.run_until(dossier, "sign")
    yield dossier
    assert types_of(dossier).count("decided") == 1
    assert nothing_broken()


def decision(dossier: UUID, kind: Decision, expected: int | None = None) -> cmd.DecideDossier:
    return cmd.DecideDossier(
        **known(dossier),
        expected_version=expected,
        task_id=state(dossier).tasks[0].id,
        decision=kind,
        reason="Theo hồ sơ",
    )


@pytest.mark.parametrize("seen", [True, False], ids=["from the page", "without a version"])
def test_two_leaders_decide_at_once_and_one_is_told(live_township: Township, seen: bool) -> None:
    leaders = [live_township.actor("chutich"), live_township.actor("phochutich")]
    for _ in range(5):
        with signing(live_township) as dossier:
            version = state(dossier).version if seen else None
            works = [
                doing(live_township, decision(dossier, kind, version), leader)
                for kind, leader in zip((Decision.APPROVED, Decision.REFUSED), leaders, strict=True)
            ]
            done, refused = sorted_out(all_at_once(works))
            assert len(done) == len(refused) == 1
            assert refused[0].code in ({"stale"} if seen else {"already_decided"})
            winner = ledger.entries(dossier)[-1]
            assert winner.event == done[0].event
            assert winner.actor_id in {leader.person_id for leader in leaders}
            assert state(dossier).decision == done[0].state.decision


def test_eight_leaders_at_once_take_one_decision(live_township: Township) -> None:
    leader = live_township.actor("chutich")
    with signing(live_township) as dossier:
        works = [doing(live_township, decision(dossier, Decision.APPROVED), leader) for _ in range(8)]
        done, refused = sorted_out(all_at_once(works))
        assert (len(done), {item.code for item in refused}) == (1, {"already_decided"})


@pytest.mark.parametrize("act", ["receive", "draft", "step", "paper", "decide", "hand over"])
def test_one_click_that_arrives_eight_times_is_carried_out_once(live_township: Township, act: str) -> None:
    command, who = prepared(live_township, act)
    before = DossierEvent.objects.count()
    done, refused = sorted_out(all_at_once([doing(live_township, command, live_township.actor(who))] * 8))
    assert refused == []
    assert [outcome.repeated for outcome in done].count(False) == 1
    assert len({outcome.version for outcome in done}) == 1
    assert DossierEvent.objects.count() == before + 1
    assert nothing_broken()
    numbers = Dossier.objects.exclude(code=None).count()
    assert sum(CodeCounter.objects.values_list("last", flat=True)) == numbers  # none is skipped


def prepared(township: Township, act: str) -> tuple[cmd.Command, str]:
    """A command of that kind that is allowed now, and by whom."""
    if act == "receive":
        return cmd.ReceiveDossier(**known(uuid4()), intake=township.intake()), "tiepnhan"
    if act == "draft":
        return cmd.SaveDraft(**known(uuid4()), intake=township.intake()), "tiepnhan"
    dossier = township.receive().dossier_id
    if act == "paper":
        return cmd.AddPaper(**known(dossier), paper=cmd.Paper(id=uuid4(), name="Đơn bổ sung")), "tiepnhan"
    if act == "decide":
        township.run_until(dossier, "sign")
        return decision(dossier, Decision.APPROVED), "chutich"
    if act == "hand over":
        township.run_until(dossier, "return")
        return cmd.HandOver(**known(dossier)), "tiepnhan"
    return complete(dossier), "phochutich"


def test_one_draft_received_at_two_counters_becomes_one_dossier(live_township: Township) -> None:
    for number in range(1, 6):
        intake, dossier = live_township.intake(), uuid4()
        live_township.execute(cmd.SaveDraft(**known(dossier), intake=intake), "tiepnhan")
        works = [
            doing(
                live_township,
                cmd.ReceiveDossier(**known(dossier), intake=intake),
                live_township.actor(username),
            )
            for username in ("tiepnhan", "hotich")
        ]
        done, refused = sorted_out(all_at_once(works))
        assert [item.code for item in refused] == ["already_received"]
        assert done[0].state.code is not None
        assert parse_code(done[0].state.code).sequence == number  # type: ignore[union-attr]
    assert CodeCounter.objects.get().last == 5
    assert nothing_broken()


@pytest.mark.slow
def test_eight_counters_receive_two_hundred_dossiers_at_once_without_a_gap(live_township: Township) -> None:
    desk = [live_township.actor(name) for name in ("tiepnhan", "hotich", "diachinh", "laodong")]
    live_township.receive()
    persons = [cmd.Applicant(f"Nguyễn Thị Mẫu {n}", f"09919000{n:04d}") for n in range(30)]
    intakes = [live_township.intake(applicant=persons[n % 30]) for n in range(200)]
    for position, intake in enumerate(intakes):
        fresh = tuple(cmd.Paper(uuid4(), p.name, requirement_id=p.requirement_id) for p in intake.papers)
        intakes[position] = cmd.Intake(
            **{name: getattr(intake, name) for name in intake.__slots__ if name != "papers"}, papers=fresh
        )

    def counter(number: int) -> Callable[[], list[str]]:
        def work() -> list[str]:
            return [
                str(
                    doing(
                        live_township, cmd.ReceiveDossier(**known(uuid4()), intake=intake), desk[number % 4]
                    )().state.code
                )
                for intake in intakes[number * 25 : number * 25 + 25]
            ]

        return work

    answers = all_at_once([counter(number) for number in range(8)])
    assert all(isinstance(answer, list) for answer in answers), answers
    codes = [code for answer in answers for code in answer]  # type: ignore[union-attr]
    numbers = sorted(int(re.sub(r".*-", "", code)) for code in codes)
    assert numbers == list(range(2, 202))
    assert Dossier.objects.count() == 201
    assert nothing_broken()


def test_officers_of_one_dossier_wait_for_nobody(live_township: Township) -> None:
    """Papers that several people add at the same moment are all kept, each after the other."""
    dossier = live_township.receive().dossier_id
    works = [
        doing(
            live_township,
            cmd.AddPaper(**known(dossier), paper=cmd.Paper(id=uuid4(), name=f"Phụ lục {number}")),
            live_township.actor(username),
        )
        for number, username in enumerate(("tiepnhan", "hotich", "phochutich", "vanthu"))
    ]
    done, refused = sorted_out(all_at_once(works))
    assert refused == []
    assert sorted(outcome.version for outcome in done) == [2, 3, 4, 5]
    assert nothing_broken()

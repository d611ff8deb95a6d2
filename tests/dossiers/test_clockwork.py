"""What the clock does: timers of a process, and due dates after a calendar changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from motcua.calendars import queries as calendars
from motcua.calendars.services import publish_override
from motcua.dossiers import ledger, tasks
from motcua.dossiers.models import Dossier, Task
from motcua.dossiers.queries import due_explanation
from motcua.dossiers.status import Channel
from motcua.kernel import time
from motcua.offices.routing import calendar_of_office
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries import pinned
from motcua.processes.services import publish_source
from tests.dossiers.saying import complete, nothing_broken, state, types_of
from tests.processes.building import boundary, definitions, flows, timer
from tests.township import Township, at

WAY = "s>take; take>look; look>sign; sign>book; book>give; give>e"
STEPS = [
    ("take", "Tiếp nhận", "receptionist", "receive"),
    ("look", "Thẩm định", "case_officer", "examine"),
    ("chase", "Đôn đốc", "head_of_unit", "review"),
    ("sign", "Ký duyệt", "signing_leader", "sign"),
    ("book", "Vào sổ", "clerk", "clerk"),
    ("give", "Trả kết quả", "receptionist", "return"),
]


def drawing(host: str, limit: str, *, interrupting: bool, then: str) -> str:
    """Five steps; when `host` takes longer than `limit`, the head of the unit has to chase it up."""
    drawn = "".join(
        f'<userTask id="{key}" name="{name}" motcua:role="{role}" motcua:action="{action}"/>'
        for key, name, role, action in STEPS
    )
    alarm = boundary("alarm", host, timer(limit), interrupting)
    ends = '<startEvent id="s"/><endEvent id="e"/>'
    return definitions(ends + drawn + alarm + flows(f"{WAY}; alarm>chase; chase>{then}")).decode()


@pytest.fixture
def with_process(township: Township) -> Callable[[str], Township]:
    """The township after its confirmation of marital status got another process."""

    def give(xml: str) -> Township:
        version = township.intake().procedure_version_id
        ProcedureVersion.objects.filter(pk=version).update(
            process_version_id=publish_source("don-doc", "Quy trình có đôn đốc", xml)
        )
        pinned._terms.clear()
        return township

    yield give
    pinned._terms.clear()


def fire(when: str) -> None:
    with time.at(at(when)):
        tasks.fire_timers(0)


def open_steps(dossier: UUID) -> list[str]:
    return sorted(task.name for task in state(dossier).tasks)


def test_a_step_that_takes_too_long_is_taken_away_when_its_timer_fires(with_process: Any) -> None:
    township = with_process(drawing("look", "PT8H", interrupting=True, then="sign"))
    dossier = township.receive(when=at("2026-03-02 09:00")).dossier_id
    assert Dossier.objects.get(pk=dossier).next_timer_at == at("2026-03-02 17:00")
    fire("2026-03-02 16:59")
    assert types_of(dossier) == ["received"]
    fire("2026-03-02 17:00")
    assert types_of(dossier) == ["received", "timers_fired"]
    assert open_steps(dossier) == ["Đôn đốc"]
    assert Task.objects.get(dossier=dossier, element="look").outcome == "cancelled"
    assert Dossier.objects.get(pk=dossier).next_timer_at is None
    fire("2026-03-02 17:01")
    assert types_of(dossier) == ["received", "timers_fired"]
    township.execute(complete(dossier), "phochutich", at("2026-03-02 17:10"))
    assert open_steps(dossier) == ["Ký duyệt"]
    township.run_until(dossier, "return")
    township.step(dossier)
    assert nothing_broken()


def test_a_reminder_leaves_the_step_where_it_is(with_process: Any) -> None:
    township = with_process(drawing("look", "PT8H", interrupting=False, then="e"))
    dossier = township.receive(when=at("2026-03-02 09:00")).dossier_id
    fire("2026-03-03 07:00")
    assert open_steps(dossier) == ["Thẩm định", "Đôn đốc"]
    assert nothing_broken()


def test_a_step_done_in_time_silences_its_timer(with_process: Any) -> None:
    township = with_process(drawing("look", "PT8H", interrupting=True, then="sign"))
    dossier = township.receive(when=at("2026-03-02 09:00")).dossier_id
    township.execute(complete(dossier), "hotich", at("2026-03-02 10:00"))
    assert Dossier.objects.get(pk=dossier).next_timer_at is None
    fire("2026-03-03 07:00")
    assert types_of(dossier) == ["received", "step_completed"]


def test_a_timer_fires_once_though_two_workers_look(with_process: Any) -> None:
    township = with_process(drawing("look", "PT8H", interrupting=False, then="e"))
    dossiers = [township.receive(when=at("2026-03-02 09:00")).dossier_id for _ in range(3)]
    for _ in range(3):
        fire("2026-03-02 18:00")
    assert [types_of(dossier) for dossier in dossiers] == [["received", "timers_fired"]] * 3


# ── changes of the calendar ──


def promised() -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args::text FROM procrastinate_jobs WHERE task_name = 'motcua.recompute_due' ORDER BY id"
        )
        return [json.loads(row[0]) for row in cursor.fetchall()]


def close_the_office(township: Township, day: str, when: str) -> dict[str, Any]:
    """Publish that the office is closed on a day, as decided; gives the promised job's arguments."""
    with time.at(at(when)):
        publish_override(
            calendar_of_office(township.office_id),
            at(f"{day} 00:00").date(),
            "off",
            "Mất điện toàn thị trấn",
            "07/TB-UBND",
        )
    calendars.forget()
    return promised()[-1]


def test_a_day_off_by_decision_moves_the_due_dates_it_touches_and_cites_the_decision(
    township: Township,
) -> None:
    running = township.receive(when=at("2026-03-02 09:00")).state
    over = township.receive("2.000815", when=at("2026-03-02 09:30")).state
    finished = township.receive(when=at("2026-03-02 10:00")).dossier_id
    township.run_until(finished, "return")
    job = close_the_office(township, "2026-03-04", "2026-03-03 08:00")
    with time.at(at("2026-03-03 08:05")):
        tasks.recompute_due(**job)
    found = state(running.id)
    assert running.due_at == at("2026-03-05 09:00")
    assert found.due_at == at("2026-03-06 09:00")
    event = ledger.entries(running.id)[-1].event
    assert (event.type, event.decision_number, event.previous_due_at) == (
        "due_recomputed",
        "07/TB-UBND",
        running.due_at,
    )
    assert types_of(over.id) == ["received"]  # due before that day: nothing to say
    assert types_of(finished)[-1] != "due_recomputed"  # its clock has stopped
    assert "06/03/2026" in due_explanation(found)[-1]
    assert nothing_broken()


def test_a_repeated_recomputation_writes_nothing_more(township: Township) -> None:
    dossier = township.receive(when=at("2026-03-02 09:00")).dossier_id
    job = close_the_office(township, "2026-03-04", "2026-03-03 08:00")
    for minute in range(3):
        with time.at(at("2026-03-03 08:05") + timedelta(minutes=minute)):
            tasks.recompute_due(**job)
    assert types_of(dossier) == ["received", "due_recomputed"]


def test_a_dossier_by_post_is_counted_from_its_postmark_again(township: Township) -> None:
    posted = {"channel": Channel.POST, "submitted_at": at("2026-02-27 09:00")}
    dossier = township.receive(when=at("2026-03-02 08:00"), **posted).dossier_id
    assert state(dossier).due_at == at("2026-03-04 09:00")
    job = close_the_office(township, "2026-03-03", "2026-03-02 10:00")
    with time.at(at("2026-03-02 10:01")):
        tasks.recompute_due(**job)
    assert state(dossier).due_at == at("2026-03-05 09:00")


def test_a_change_that_is_rolled_back_promises_no_recomputation(township: Township) -> None:
    township.receive(when=at("2026-03-02 09:00"))
    before = promised()
    with transaction.atomic():
        close_the_office(township, "2026-03-04", "2026-03-03 08:00")
        transaction.set_rollback(True)
    calendars.forget()
    assert promised() == before


def test_the_steps_that_are_open_move_with_the_dossier(township: Township) -> None:
    dossier = township.receive("1.001653", when=at("2026-03-02 09:00")).dossier_id
    township.clock = at("2026-03-02 10:00")
    township.step(dossier, assignee_id=township.actor("laodong").person_id)
    before = state(dossier).tasks[0].due_at
    assert before is not None
    job = close_the_office(township, "2026-03-03", "2026-03-02 11:00")
    with time.at(at("2026-03-02 11:01")):
        tasks.recompute_due(**job)
    after = state(dossier).tasks[0]
    assert after.due_at == before + timedelta(days=1)
    assert Task.objects.get(pk=after.id).due_at == after.due_at
    assert nothing_broken()

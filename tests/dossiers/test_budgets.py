"""What the work on one dossier may cost: statements, transaction marks included, and room on disk."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.test.utils import CaptureQueriesContext

from motcua.dossiers import commands as cmd
from motcua.dossiers import services
from motcua.kernel import time
from motcua.offices.actors import Actor
from tests.dossiers.saying import complete, decide, known, state, types_of
from tests.township import Township

TABLES = ("dossiers_dossier", "dossiers_dossierevent", "dossiers_task", "dossiers_document")
MANY = 300


def statements(work: Callable[[], Any]) -> list[str]:
    """Everything that was sent to the database, BEGIN and COMMIT too."""
    with CaptureQueriesContext(connection) as caught:
        work()
    return [str(query["sql"]) for query in caught.captured_queries]


def cost(township: Township, command: cmd.Command, actor: Actor) -> list[str]:
    with time.at(township.clock):
        return statements(lambda: services.execute(command, actor))


def test_receiving_takes_at_most_ten_statements(live_township: Township) -> None:
    live_township.receive()  # catalogue, calendar and process are known from here on
    intake, desk = live_township.intake(), live_township.actor("tiepnhan")
    sent = cost(live_township, cmd.ReceiveDossier(**known(uuid4()), intake=intake), desk)
    assert len(sent) <= 10, sent
    assert sent[0] == "BEGIN"
    assert sent[-1] == "COMMIT"


def test_a_step_is_one_reading_and_one_writing_statement(live_township: Township) -> None:
    dossier = live_township.receive().dossier_id
    head, officer = live_township.actor("phochutich"), live_township.actor("hotich")
    sent = cost(live_township, complete(dossier, assignee_id=officer.person_id), head)
    assert len(sent) == 3, sent  # naming somebody asks for that person's roles
    assert len(cost(live_township, complete(dossier), officer)) == 2
    assert len(cost(live_township, complete(dossier), head)) == 2
    assert len(cost(live_township, decide(dossier), live_township.actor("chutich"))) == 2
    clerk = live_township.actor("vanthu")
    assert len(cost(live_township, complete(dossier, result_number="1/KQ"), clerk)) == 2
    # Other rooms (money due, for one) are asked before a result leaves the house.
    assert len(cost(live_township, cmd.HandOver(**known(dossier)), live_township.actor("tiepnhan"))) <= 8
    assert types_of(dossier)[-1] == "handed_over"


def test_completing_a_task_with_all_that_surrounds_it_takes_at_most_eight(live_township: Township) -> None:
    dossier = live_township.receive().dossier_id
    live_township.step(dossier)
    command = complete(dossier)
    sent = statements(lambda: live_township.execute(command, "hotich"))  # who acts is looked up, too
    assert len(sent) <= 8, sent


def test_an_act_with_papers_takes_at_most_eight(live_township: Township) -> None:
    dossier = live_township.receive().dossier_id
    officer = live_township.actor("hotich")
    paper = cmd.Paper(id=uuid4(), name="Biên bản xác minh", kind="processing", originals=1)
    assert len(cost(live_township, cmd.AddPaper(**known(dossier), paper=paper), officer)) <= 8


def test_a_repeated_or_refused_command_costs_one_reading(live_township: Township) -> None:
    dossier = live_township.receive().dossier_id
    head = live_township.actor("phochutich")
    command = complete(dossier)
    cost(live_township, command, head)
    assert len(cost(live_township, command, head)) == 1


def test_a_step_costs_the_same_however_long_the_history_is(live_township: Township) -> None:
    dossier = live_township.receive().dossier_id
    officer = live_township.actor("hotich")
    for number in range(40):
        paper = cmd.Paper(id=uuid4(), name=f"Phụ lục {number}", kind="processing")
        live_township.execute(cmd.AddPaper(**known(dossier), paper=paper), "hotich")
    live_township.step(dossier)
    assert len(cost(live_township, complete(dossier), officer)) == 2


@pytest.mark.slow
def test_a_finished_dossier_of_ten_events_takes_at_most_twelve_kilobytes(live_township: Township) -> None:
    before = sizes()
    for number in range(MANY):
        finish_in_ten_events(live_township, number)
    grown = {table: (size - before[table]) / MANY for table, size in sizes().items()}
    told = ", ".join(f"{table} {size / 1024:.1f} kB" for table, size in grown.items())
    assert sum(grown.values()) <= 12 * 1024, told
    print(f"\none dossier of ten events: {sum(grown.values()) / 1024:.1f} kB ({told})")


def finish_in_ten_events(township: Township, number: int) -> None:
    """The plain way, sent back once, with its result attached."""
    person = cmd.Applicant(
        f"Nguyễn Thị Mẫu {number}", f"09919000{number:04d}", address="Tổ 1, thị trấn Vĩnh Tuy"
    )
    dossier = township.receive(applicant=person).dossier_id
    township.step(dossier, assignee_id=township.actor("hotich").person_id)
    township.step(dossier, note="Đủ điều kiện")
    found = state(dossier)
    from motcua.dossiers.engine_route import route_of

    assert found.process_version_id is not None
    back = route_of(found.process_version_id).earlier_steps(found.tasks[0].element)[-1][0]
    township.execute(
        cmd.SendBack(
            **known(dossier), task_id=found.tasks[0].id, to_element=back, reason="Cần làm rõ nội dung"
        ),
        "phochutich",
    )
    for _ in range(3):
        township.step(dossier)
    result = cmd.Paper(id=uuid4(), name="Giấy xác nhận", kind="result", originals=1)
    township.execute(cmd.AddPaper(**known(dossier), paper=result), "vanthu")
    township.step(dossier)
    township.step(dossier)
    assert state(dossier).version == 10
    assert state(dossier).returned_at is not None


def sizes() -> dict[str, int]:
    """Bytes of each table with its indexes and long values, of a fresh copy: no old versions, whoever looks back."""
    with connection.cursor() as cursor:
        return {table: copied(cursor, table) for table in TABLES}


def copied(cursor: CursorWrapper, table: str) -> int:
    copy = f"copy_of_{table}"
    cursor.execute(
        "SELECT coalesce(array_to_string(reloptions, ', '), 'fillfactor = 100') FROM pg_class WHERE relname = %s",
        [table],
    )
    room = cursor.fetchone()[0]
    kept = "INCLUDING STORAGE INCLUDING COMPRESSION"
    cursor.execute(f"CREATE TEMP TABLE {copy} (LIKE {table} {kept}) WITH ({room})")
    cursor.execute(f"INSERT INTO {copy} SELECT * FROM {table}")
    cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = %s", [table])
    for (definition,) in cursor.fetchall():
        cursor.execute(re.sub(r" INDEX \S+ ON \S+ ", f" INDEX ON {copy} ", definition))
    cursor.execute("SELECT pg_total_relation_size(%s)", [copy])
    size = int(cursor.fetchone()[0])
    cursor.execute(f"DROP TABLE {copy}")
    return size

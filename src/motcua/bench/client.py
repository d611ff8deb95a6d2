"""One client process of the engine benchmark: prepares cases, waits for the start, times their steps.

Called as `python -m motcua.bench.client KIND CASES`; prints "ready", waits for a line, prints a JSON result.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from motcua.bench import process
from motcua.bench.ground import PROCEDURE

STEPS = 8
Run = Callable[[], int]


def motcua_client(cases: int) -> Run:
    """Steps through `services.execute`, as a face does them, without HTTP."""
    from motcua.dossiers import commands as cmd
    from motcua.dossiers import services
    from motcua.dossiers.engine_route import route_of
    from motcua.dossiers.status import Decision
    from motcua.kernel.ids import uuid7

    desk, actor = _desk_and_actor()
    states = [services.execute(_reception(desk), actor).state for _ in range(cases)]
    assert states[0].process_version_id is not None
    route = route_of(states[0].process_version_id)

    def run() -> int:
        done = 0
        for received in states:
            state = received
            while state.tasks:
                task = state.tasks[0]
                known: dict[str, Any] = {"command_id": uuid7(), "dossier_id": state.id}
                command: cmd.Command
                if task.action == "return":
                    command = cmd.HandOver(**known)
                elif route.decides(task.element):
                    command = cmd.DecideDossier(**known, task_id=task.id, decision=Decision.APPROVED)
                else:
                    command = cmd.CompleteTask(**known, task_id=task.id)
                state = services.execute(command, actor).state
                done += 1
        return done

    return run


def sql_client(cases: int) -> Run:
    """The limit: the same rows by one reading and one writing statement, prepared, with no logic at all."""
    connection, ids, values = _hand_written(cases)
    from motcua.dossiers import statements as sql

    def run() -> int:
        for dossier in ids:
            for step in range(STEPS):
                row = values(dossier, step)
                connection.execute(sql.READ_ROW, [row["command"], dossier], prepare=True).fetchone()
                moved = connection.execute(sql.MOVE_STEP, row, prepare=True).fetchone()
                assert moved == (1,)
        return len(ids) * STEPS

    return run


def plain_sql_client(cases: int) -> Run:
    """The same rows as most programs write them: a transaction with one statement for each table."""
    connection, ids, values = _hand_written(cases)
    statements = (
        "SELECT version, status, state FROM dossiers_dossier WHERE id = %(id)s FOR UPDATE",
        "UPDATE dossiers_dossier SET status = %(status)s, version = %(version)s, last_hash = %(hash)s,"
        " state = %(state)s::jsonb WHERE id = %(id)s AND version = %(before)s",
        "INSERT INTO dossiers_dossierevent (dossier_id, seq, type, at, actor_id, command_id, payload,"
        " prev_hash, hash) VALUES (%(id)s, %(version)s, %(type)s, %(at)s, %(actor)s, %(command)s,"
        " %(payload)s::json, %(prev_hash)s, %(hash)s)",
        "UPDATE dossiers_task SET closed_at = %(at)s, closed_by_id = %(actor)s, outcome = 'completed'"
        " WHERE id = ANY(%(gone)s::uuid[])",
        "INSERT INTO dossiers_task (id, dossier_id, token, element, name, action, role, unit_id, opened_at,"
        " due_at, outcome) SELECT id, %(id)s, token, element, name, action, role, unit_id, opened_at, due_at, '' FROM"
        " jsonb_to_recordset(%(tasks)s::jsonb) AS t(id uuid, token int, element text, name text, action text,"
        " role text, unit_id bigint, opened_at timestamptz, due_at timestamptz)",
    )

    def run() -> int:
        for dossier in ids:
            for step in range(STEPS):
                row = values(dossier, step)
                with connection.transaction():
                    for statement in statements:
                        connection.execute(statement, row, prepare=True)
        return len(ids) * STEPS

    return run


def spiff_client(cases: int) -> Run:
    """SpiffWorkflow with its JSON state saved after every step, one committed update each."""
    import tempfile
    from pathlib import Path

    import psycopg
    from SpiffWorkflow.bpmn.parser import BpmnParser
    from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
    from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
    from SpiffWorkflow.util.task import TaskState

    source = process.without_extensions().replace(b"skip == true", b"False")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.bpmn"
        path.write_bytes(source)
        parser = BpmnParser()
        parser.add_bpmn_file(str(path))
        spec = parser.get_spec("bench")
    serializer = BpmnWorkflowSerializer()
    connection = psycopg.connect(_url(), autocommit=True)
    workflows = []
    for _ in range(cases):
        workflow = BpmnWorkflow(spec)
        workflow.do_engine_steps()
        row = connection.execute(
            "INSERT INTO bench_spiff (state) VALUES (%s::jsonb) RETURNING id",
            [serializer.serialize_json(workflow)],
        ).fetchone()
        assert row is not None
        workflows.append((row[0], workflow))

    def run() -> int:
        done = 0
        for number, workflow in workflows:
            while not workflow.is_completed():
                task = workflow.get_next_task(state=TaskState.READY, manual=True)
                task.run()
                workflow.do_engine_steps()
                connection.execute(
                    "UPDATE bench_spiff SET state = %s::jsonb WHERE id = %s",
                    [serializer.serialize_json(workflow), number],
                    prepare=True,
                )
                done += 1
        return done

    return run


CLIENTS: dict[str, Callable[[int], Run]] = {
    "motcua": motcua_client,
    "sql": sql_client,
    "plain_sql": plain_sql_client,
    "spiffworkflow": spiff_client,
}


def _url() -> str:
    from motcua.kernel.database import database_url

    return database_url()


def _desk_and_actor() -> tuple[Any, Any]:
    from motcua.offices.actors import Actor, Grant
    from motcua.offices.models import Office, Person
    from motcua.offices.roles import Role
    from motcua.offices.routing import routing

    office = Office.objects.get(code_new="H99.20.1")
    place = routing(office.pk, "HOTICH")
    grants = (
        Grant(Role.CASE_OFFICER, place.division, office.pk, office.path),
        Grant(Role.RECEPTIONIST, place.desk, office.pk, office.path),
    )
    return office.pk, Actor(Person.objects.get(username="hotich").pk, "bench", grants)


def _reception(office_id: int) -> Any:
    from motcua.dossiers import commands as cmd
    from motcua.kernel.ids import uuid7
    from motcua.kernel.time import today
    from motcua.procedures.queries import version_in_force

    version = version_in_force(PROCEDURE, today())
    assert version is not None
    intake = cmd.Intake(
        procedure_version_id=version,
        receiving_office_id=office_id,
        competent_office_id=office_id,
        returning_office_id=office_id,
        applicant=cmd.Applicant("Người Mẫu Đo", "099190000001"),
    )
    return cmd.ReceiveDossier(command_id=uuid7(), dossier_id=uuid7(), intake=intake)


def _hand_written(cases: int) -> tuple[Any, list[UUID], Callable[[UUID, int], dict[str, Any]]]:
    """Received dossiers, and what a step of each writes: the values of a real step, only ids changed."""
    import psycopg

    from motcua.dossiers import services
    from motcua.dossiers.models import Dossier, DossierEvent, Task
    from motcua.kernel import time as clock
    from motcua.kernel.ids import uuid7

    desk, actor = _desk_and_actor()
    states = [services.execute(_reception(desk), actor).state for _ in range(cases)]
    sample = services.execute(_reception(desk), actor).state
    from motcua.dossiers import commands as cmd

    services.execute(
        cmd.CompleteTask(command_id=uuid7(), dossier_id=sample.id, task_id=sample.tasks[0].id), actor
    )
    row = Dossier.objects.get(pk=sample.id)
    event = DossierEvent.objects.get(dossier=row, seq=2)
    task = Task.objects.get(dossier=row, closed_at=None)
    payload, state = json.dumps(event.payload), json.dumps(row.state)
    open_tasks = {item.id: item.tasks[0].id for item in states}
    now = clock.now()

    def values(dossier: UUID, step: int) -> dict[str, Any]:
        following = uuid7()
        gone, open_tasks[dossier] = open_tasks[dossier], following
        new = {
            "id": str(following),
            "token": step + 2,
            "element": task.element,
            "name": task.name,
            "action": task.action,
            "role": task.role,
            "unit_id": task.unit_id,
            "opened_at": now.isoformat(),
            "due_at": now.isoformat(),
        }
        return {
            "id": dossier,
            "before": step + 1,
            "version": step + 2,
            "hash": bytes(32),
            "prev_hash": bytes(32),
            "type": "step_completed",
            "at": now,
            "actor": actor.person_id,
            "command": uuid7(),
            "payload": payload,
            "tasks": json.dumps([new] if step < STEPS - 1 else []),
            "gone": [gone],
            "cancelled": [],
            "outcome": "completed",
            "status": "in_processing",
            "due_at": row.due_at,
            "legal_due_at": row.legal_due_at,
            "provisional": False,
            "finished_at": None,
            "returned_at": None,
            "decision": None,
            "case_officer": None,
            "result_number": "",
            "next_timer_at": None,
            "appointment_at": None,
            "state": state,
        }

    connection = psycopg.connect(_url(), autocommit=True, options="-c jit=off")
    return connection, [item.id for item in states], values


def main(kind: str, cases: int) -> None:
    """Prepare, say so, wait, run, tell."""
    import django

    django.setup()
    run = CLIENTS[kind](cases)
    print("ready", flush=True)
    sys.stdin.readline()
    began, cpu = time.perf_counter(), time.process_time()
    steps = run()
    result = {
        "steps": steps,
        "seconds": time.perf_counter() - began,
        "cpu_seconds": time.process_time() - cpu,
    }
    print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

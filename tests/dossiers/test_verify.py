"""`motcua verify` finds whatever was changed behind the services' back, and names it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from motcua.dossiers import commands as cmd
from motcua.dossiers import ledger, verify
from tests.township import Township


def _verdict() -> tuple[int, list[str]]:
    out = io.StringIO()
    code = verify.main(out, io.StringIO())
    return code, out.getvalue().splitlines()


@contextmanager
def _behind_the_back() -> Iterator[Any]:
    """As somebody with the owner's rights on the database who switches the guards off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE dossiers_dossierevent DISABLE TRIGGER USER")
        yield cursor
        cursor.execute("ALTER TABLE dossiers_dossierevent ENABLE TRIGGER USER")


@pytest.fixture
def finished(township: Township) -> Any:
    """A dossier that went all the way, beside one that is on its way."""
    township.receive()
    state = township.receive().state
    township.run_until(state.id, "return")
    township.step(state.id)
    return ledger.load_folded(state.id, uuid4()).state


def test_an_office_that_did_its_work_is_sound(township: Township, finished: Any) -> None:
    code, lines = _verdict()
    assert code == 0
    assert lines == [f"2 dossiers and {finished.version + 1} events are sound"]


def test_papers_custody_send_back_and_reassignment_are_sound(township: Township) -> None:
    state = township.receive().state
    task = township.run_until(state.id, "sign")
    state = ledger.load_folded(state.id, uuid4()).state
    known = {"dossier_id": state.id}
    held = next(paper for paper in state.papers if paper.custody == "held")
    township.execute(
        cmd.ChangeCustody(command_id=uuid4(), **known, paper_id=held.id, custody="returned"), "chutich"
    )
    paper = cmd.Paper(uuid4(), "Biên bản", kind="processing", originals=1)
    township.execute(cmd.AddPaper(command_id=uuid4(), **known, paper=paper), "chutich")
    person = township.actor("phochutich").person_id
    township.execute(
        cmd.ReassignTask(
            command_id=uuid4(), **known, task_id=task.id, assignee_id=person, reason="Chủ tịch đi họp"
        ),
        "phochutich",
    )
    first = next(entry.event for entry in ledger.entries(state.id) if entry.event.type == "received")
    back = first.effect.opened[0].element
    township.execute(
        cmd.SendBack(command_id=uuid4(), **known, task_id=task.id, to_element=back, reason="Thiếu bản sao"),
        "phochutich",
    )
    assert _verdict()[0] == 0


EVENT = "UPDATE dossiers_dossierevent SET {change} WHERE dossier_id = '{id}' AND seq = {seq}"
SWAP = (
    "UPDATE dossiers_dossierevent SET seq = seq + 100 WHERE dossier_id = '{id}' AND seq IN (2, 3);"
    " UPDATE dossiers_dossierevent SET seq = 105 - seq WHERE dossier_id = '{id}' AND seq > 100"
)
ROW = "UPDATE dossiers_dossier SET {change} WHERE id = '{id}'"
OPEN = "dossier_id = '{id}' AND closed_at IS NULL"


@pytest.mark.parametrize(
    ("statement", "change", "seq", "words"),
    [
        (EVENT, 'payload = payload::jsonb || \'{"note": "khác"}\'', 2, "changed after it was written"),
        (EVENT, "at = at + interval '1 hour'", 3, "changed after it was written"),
        (EVENT, "actor_id = NULL", 2, "changed after it was written"),
        (EVENT, r"prev_hash = '\x00'", 3, "does not continue"),
        ("DELETE FROM dossiers_dossierevent WHERE dossier_id = '{id}' AND seq = 2", "", 3, "2 is missing"),
        ("DELETE FROM dossiers_dossierevent WHERE dossier_id = '{id}' AND seq = 1", "", 2, "1 is missing"),
        (SWAP, "", 2, "does not continue"),
        (ROW, "status = 'returned'", None, "status is"),
        (ROW, "due_at = due_at + interval '1 day'", None, "due_at is"),
        (ROW, "applicant_name = 'Ai Đó'", None, "applicant_name is"),
        (ROW, "state = state || '{\"marking\": 1}'", None, "another place"),
        (ROW, r"last_hash = '\x00'", None, "another hash"),
        (f"DELETE FROM dossiers_task WHERE {OPEN}", "", None, "tasks are open"),
        (f"UPDATE dossiers_task SET closed_at = now() WHERE {OPEN}", "", None, "tasks are open"),
        (f"UPDATE dossiers_task SET name = 'Khác' WHERE {OPEN}", "", None, "name of the task"),
        ("UPDATE dossiers_document SET custody = 'none' WHERE dossier_id = '{id}'", "", None, "custody of"),
        ("DELETE FROM dossiers_document WHERE dossier_id = '{id}'", "", None, "papers are in the tables"),
    ],
)
def test_a_change_behind_the_services_is_found_and_named(
    statement: str, change: str, seq: int | None, words: str, township: Township
) -> None:
    township.receive()
    state = township.receive().state
    township.run_until(state.id, "sign")
    state = ledger.load_folded(state.id, uuid4()).state
    with _behind_the_back() as cursor:
        cursor.execute(statement.format(id=state.id, change=change, seq=seq))
    code, lines = _verdict()
    assert code == 1
    assert lines[-1] == "1 of 2 dossiers are broken"
    assert lines[0].startswith(f"{state.code}: event {seq or state.version}: "), lines[0]
    assert words in lines[0]


def _json(stored: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(stored) if isinstance(stored, str) else stored
    return found


def test_a_forged_event_with_a_fitting_hash_breaks_the_next_one(township: Township) -> None:
    state = township.receive().state
    township.run_until(state.id, "sign")
    entry = ledger.entries(state.id)[1]
    with _behind_the_back() as cursor:
        cursor.execute(
            "SELECT payload FROM dossiers_dossierevent WHERE dossier_id = %s AND seq = 2", [state.id]
        )
        payload = _json(cursor.fetchone()[0]) | {"note": "viết lại"}
        forged = ledger.chain(
            entry.prev_hash, state.id, 2, entry.event.type, entry.at, entry.actor_id, payload
        )
        cursor.execute(
            "UPDATE dossiers_dossierevent SET payload = %s, hash = %s WHERE dossier_id = %s AND seq = 2",
            [json.dumps(payload), forged, state.id],
        )
    assert [problem.seq for problem in verify.problems()] == [3]


def test_a_dossier_without_events_is_broken(township: Township) -> None:
    state = township.receive().state
    with _behind_the_back() as cursor:
        cursor.execute("DELETE FROM dossiers_dossierevent WHERE dossier_id = %s", [state.id])
    assert [str(problem) for problem in verify.problems()] == [f"{state.code}: ledger: there are no events"]


def test_the_last_event_cannot_be_taken_away_unnoticed(township: Township) -> None:
    state = township.receive().state
    township.run_until(state.id, "sign")
    with _behind_the_back() as cursor:
        cursor.execute("DELETE FROM dossiers_dossierevent WHERE dossier_id = %s AND seq = 4", [state.id])
    assert [(problem.code, problem.seq) for problem in verify.problems()] == [(state.code, 3)]


@pytest.mark.parametrize("place", [0, -1])
def test_events_whose_dossier_was_removed_are_found_and_the_others_still_checked(
    township: Township, place: int
) -> None:
    dossiers = sorted(township.receive().dossier_id for _ in range(3))
    gone = dossiers[place]
    with _behind_the_back() as cursor:
        cursor.execute("ALTER TABLE dossiers_dossierevent DROP CONSTRAINT " + _foreign_key(cursor))
        for table, column in (("task", "dossier_id"), ("document", "dossier_id"), ("dossier", "id")):
            cursor.execute(f"DELETE FROM dossiers_{table} WHERE {column} = %s", [gone])
    assert [(problem.dossier_id, problem.seq) for problem in verify.problems()] == [(gone, 1)]
    assert _verdict()[1][-1] == "1 of 3 dossiers are broken"


def _foreign_key(cursor: Any) -> str:
    cursor.execute(
        "SELECT conname FROM pg_constraint WHERE contype = 'f'"
        " AND conrelid = 'dossiers_dossierevent'::regclass AND confrelid = 'dossiers_dossier'::regclass"
    )
    return str(cursor.fetchone()[0])


def test_one_changed_digit_anywhere_in_a_ledger_is_found(township: Township) -> None:
    state = township.receive().state
    township.run_until(state.id, "sign")
    read = "SELECT payload::text FROM dossiers_dossierevent WHERE dossier_id = %s AND seq = %s"
    write = "UPDATE dossiers_dossierevent SET payload = %s::jsonb WHERE dossier_id = %s AND seq = %s"
    tried = 0
    for seq in (1, 2, 3, 4):
        with _behind_the_back() as cursor:
            cursor.execute(read, [state.id, seq])
            text = cursor.fetchone()[0]
            places = [place for place, sign in enumerate(text) if sign.isdigit()]
            for place in places[:: max(1, len(places) // 12)]:
                changed = f"{text[:place]}{(int(text[place]) + 1) % 10}{text[place + 1 :]}"
                if json_or_none(changed) in (None, json.loads(text)):
                    continue
                cursor.execute(write, [changed, state.id, seq])
                assert [(problem.code, problem.seq) for problem in verify.problems()] == [(state.code, seq)]
                cursor.execute(write, [text, state.id, seq])
                tried += 1
    assert tried > 30
    assert list(verify.problems()) == []


def json_or_none(text: str) -> Any:
    """The value, or None when the change broke the text itself (a number may not begin with 0)."""
    try:
        return json.loads(text)
    except ValueError:
        return None


def test_an_empty_office_is_sound(township: Township) -> None:
    assert _verdict() == (0, ["0 dossiers and 0 events are sound"])

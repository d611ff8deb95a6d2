"""What the database itself refuses, whoever asks."""

from __future__ import annotations

from uuid import UUID, uuid4

import psycopg.errors
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from motcua.dossiers import commands as cmd
from motcua.dossiers.models import Dossier, DossierEvent
from motcua.dossiers.services import execute
from motcua.offices.actors import SYSTEM
from tests.dossiers.saying import complete, decide, known, nothing_broken, refused, state
from tests.township import Township

INSERT = """
INSERT INTO dossiers_dossierevent (dossier_id, seq, type, at, actor_id, command_id, payload, prev_hash, hash)
SELECT dossier_id, %s, type, at, actor_id, %s, payload, prev_hash, hash
FROM dossiers_dossierevent WHERE dossier_id = %s AND type = %s
"""


def decided(township: Township) -> UUID:
    dossier = township.receive().dossier_id
    township.run_until(dossier, "sign")
    township.execute(decide(dossier), "chutich")
    return dossier


def insert(seq: int, dossier: UUID, kind: str, command_id: UUID | None = None) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT, [seq, command_id or uuid4(), dossier, kind])


def test_a_second_final_decision_cannot_even_be_written_by_hand(township: Township) -> None:
    dossier = decided(township)
    with pytest.raises(IntegrityError, match="one_final_decision"):
        insert(99, dossier, "decided")


def test_no_number_of_a_ledger_is_used_twice(township: Township) -> None:
    dossier = decided(township)
    with pytest.raises(IntegrityError, match="event_numbered"):
        insert(1, dossier, "received")


def test_no_command_leaves_two_events(township: Township) -> None:
    dossier = decided(township)
    event = DossierEvent.objects.get(dossier=dossier, seq=1)
    with pytest.raises(IntegrityError, match="pkey"):
        insert(50, dossier, "received", event.command_id)


def test_no_code_is_given_twice(township: Township) -> None:
    first, second = township.receive(), township.receive()
    with pytest.raises(IntegrityError, match="code"), transaction.atomic():
        Dossier.objects.filter(pk=second.dossier_id).update(code=first.state.code)


@pytest.mark.parametrize("role", [None, "motcua"])
@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE dossiers_dossierevent SET payload = '{}'",
        "DELETE FROM dossiers_dossierevent",
        "TRUNCATE dossiers_dossierevent",
        "TRUNCATE dossiers_dossier CASCADE",
    ],
)
def test_what_is_written_in_a_ledger_stays_for_the_owner_of_the_tables_too(
    township: Township, attempt: str, role: str | None
) -> None:
    dossier = decided(township)
    before = DossierEvent.objects.filter(dossier=dossier).count()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"SET LOCAL ROLE {role}" if role else "SELECT 1")
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attempt)
    if role:
        assert isinstance(error.value.__cause__, psycopg.errors.InsufficientPrivilege)
    else:
        assert "append-only" in str(error.value)
    assert DossierEvent.objects.filter(dossier=dossier).count() == before
    assert nothing_broken()


def test_a_dossier_with_a_history_cannot_be_deleted(township: Township) -> None:
    dossier = decided(township)
    with pytest.raises(DatabaseError):
        Dossier.objects.get(pk=dossier).delete()


def test_what_a_form_names_but_does_not_exist_is_refused_and_leaves_nothing(live_township: Township) -> None:
    lost = cmd.Paper(id=uuid4(), name="Ảnh", sha256="0" * 64)
    with refused("unknown_reference"):
        live_township.receive(papers=(*live_township.intake().papers, lost))
    with refused("unknown_reference"):
        live_township.receive(returning_office_id=999_999_999)
    assert not Dossier.objects.exists()
    dossier = live_township.receive().dossier_id
    assert Dossier.objects.get(pk=dossier).code.endswith("-0001")  # the refused ones used up no number


def test_the_command_of_one_dossier_does_nothing_to_another(live_township: Township) -> None:
    first, second = live_township.receive().dossier_id, live_township.receive().dossier_id
    used = complete(first)
    live_township.execute(used, "phochutich")
    for command in (
        cmd.CompleteTask(command_id=used.command_id, dossier_id=second, task_id=state(second).tasks[0].id),
        cmd.AddPaper(command_id=used.command_id, dossier_id=second, paper=cmd.Paper(id=uuid4(), name="Đơn")),
    ):
        with refused("command_used", 409):
            live_township.execute(command, "phochutich")
    assert state(second).version == 1
    assert nothing_broken()


def test_the_program_itself_may_do_what_the_clock_asks_but_is_told_when_there_is_nothing(
    township: Township,
) -> None:
    dossier = decided(township)
    with refused("no_timer_due"):
        execute(cmd.FireTimers(**known(dossier)), SYSTEM)
    with refused("due_unchanged"):
        execute(cmd.RecomputeDue(**known(dossier), decision_number="1/QĐ"), SYSTEM)
